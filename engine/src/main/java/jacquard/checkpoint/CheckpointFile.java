package jacquard.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file of a checkpoint: a checked {@linkplain FileHeader header}, raw arrays, each from a
 * multiple of 64 on with zeros between, and the structure as text.
 *
 * <p>Nothing is parsed before its checksum was compared, and nothing allocated that the length of
 * the file does not bear out.
 */
final class CheckpointFile {
  private static final int ALIGNMENT = 64;
  private static final int CHUNK = 1 << 20;
  private static final int TRIES = 10;

  private static final AtomicReference<@Nullable ByteBuffer> SPARE = new AtomicReference<>();

  /** What a file holds. */
  record Content(Structure structure, List<Object> arrays) {}

  private CheckpointFile() {}

  /**
   * Writes a file atomically: what stood at the path before, or all of the new content, is there at
   * any moment. The temporary file is renamed while it is locked, so that nobody takes it for
   * abandoned.
   */
  static void write(Path file, Content content, Disk disk) throws IOException {
    FileAlreadyExistsException taken = null;
    for (int i = 0; i < TRIES; i++) {
      Path temporary = Temporaries.open(file);
      try {
        writeVia(temporary, file, content, disk);
        return;
      } catch (FileAlreadyExistsException e) { // by a process of this number on another machine
        taken = e;
      } finally {
        Temporaries.close(temporary);
      }
    }
    throw Objects.requireNonNull(taken);
  }

  private static void writeVia(Path temporary, Path file, Content content, Disk disk)
      throws IOException {
    try (Disk.Output out = disk.create(temporary)) {
      try {
        writeAll(out, content);
        out.force();
        disk.move(temporary, file);
      } catch (Throwable e) { // memory may run out too
        tidyUp(temporary, disk, e);
        throw e;
      }
    }
    disk.forceDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  /** Removes what was written so far; that this fails too must not hide why. */
  private static void tidyUp(Path temporary, Disk disk, Throwable why) {
    try {
      disk.deleteIfExists(temporary);
    } catch (Throwable e) {
      if (e != why) {
        why.addSuppressed(e);
      }
    }
  }

  /** The bytes of the structure, the checksums of the arrays in it. */
  static byte[] structureBytes(Content content) throws IOException {
    return writeAll(new Nowhere(), content);
  }

  /** Writes everything; alone, since the checksums go into the structure as they are found. */
  private static byte[] writeAll(Disk.Output out, Content content) throws IOException {
    synchronized (content.structure) {
      return writeParts(out, content);
    }
  }

  private static byte[] writeParts(Disk.Output out, Content content) throws IOException {
    ByteBuffer chunk = chunk();
    try {
      return writeParts(out, content, chunk);
    } finally {
      SPARE.set(chunk);
    }
  }

  /** The buffer of the last writing, or a new one, which would have to be cleared first. */
  private static ByteBuffer chunk() {
    ByteBuffer chunk = SPARE.getAndSet(null);
    return chunk == null ? ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN) : chunk;
  }

  private static byte[] writeParts(Disk.Output out, Content content, ByteBuffer chunk)
      throws IOException {
    long position = FileHeader.SIZE;
    List<Map<String, String>> rows = content.structure.table("arrays");
    rows.clear();
    for (Object array : content.arrays) {
      position += out.pad(position, ALIGNMENT);
      CRC32C crc = new CRC32C();
      long length = Arrays.write(array, chunk, crc, out, position);
      Map<String, String> row = content.structure.add("arrays");
      row.put("_type", array.getClass().getComponentType().getName());
      row.put("_length", Integer.toString(Array.getLength(array)));
      row.put("_crc", Long.toHexString(crc.getValue()));
      position += length;
    }
    byte[] text = StructureText.write(content.structure);
    out.write(ByteBuffer.wrap(text), position);
    long size = position + text.length;
    int crc = FileHeader.crc(text, text.length);
    out.write(new FileHeader(content.arrays.size(), position, text.length, size, crc).bytes(), 0);
    return text;
  }

  /**
   * Reads and checks a whole file.
   *
   * @throws CheckpointException naming the file and the offset of what is wrong
   */
  static Content read(Path file) {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Reader(file.toString(), Disk.Input.of(in)).read();
    } catch (NoSuchFileException e) {
      throw new CheckpointException("there is no file " + file, e);
    } catch (EOFException e) {
      throw new CheckpointException(file + " ended while it was read", e);
    } catch (IOException e) {
      throw new CheckpointException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The bytes a file of this content would have. */
  static byte[] bytes(Content content) throws IOException {
    MemoryOutput out = new MemoryOutput();
    writeAll(out, content);
    return out.bytes();
  }

  /**
   * Does the same as {@link #read(Path)} with what {@link #bytes} gave.
   *
   * @throws CheckpointException naming the offset of what is wrong
   */
  static Content read(byte[] bytes) {
    try {
      return new Reader("the payload", Disk.Input.of(bytes)).read();
    } catch (IOException e) {
      throw new CheckpointException("cannot read the payload: " + e.getMessage(), e);
    }
  }

  /** The reading of one file. */
  private static final class Reader {
    private final String file;
    private final Disk.Input in;

    Reader(String file, Disk.Input in) {
      this.file = file;
      this.in = in;
    }

    Content read() throws IOException {
      FileHeader header = FileHeader.read(in, file);
      long offset = header.structure();
      long length = header.length();
      if (length < 0
          || length > Structure.LIMIT
          || offset < FileHeader.SIZE
          || header.arrays() < 0) {
        throw damaged(12, "its counts are impossible");
      }
      if (header.size() != in.size() || offset > in.size() || offset + length != in.size()) {
        throw damaged(
            32,
            String.format(
                Locale.ROOT, "it is %,d bytes long, but was %,d", in.size(), header.size()));
      }
      Structure structure = structure(offset, (int) length, header.crc());
      return new Content(structure, arrays(structure.table("arrays"), header.arrays(), offset));
    }

    private Structure structure(long offset, int length, int crc) throws IOException {
      byte[] text = new byte[length];
      Arrays.readFully(in, ByteBuffer.wrap(text), offset);
      if (FileHeader.crc(text, length) != crc) {
        throw damaged(offset, "the checksum of its structure differs");
      }
      try {
        return StructureText.read(text);
      } catch (CheckpointException e) {
        throw new CheckpointException(file + ", offset " + offset + ": " + e.getMessage(), e);
      }
    }

    private List<Object> arrays(List<Map<String, String>> rows, int count, long end)
        throws IOException {
      if (rows.size() != count) {
        throw damaged(12, "it has " + rows.size() + " arrays, but was said to have " + count);
      }
      long[] offsets = offsets(rows, end);
      ByteBuffer chunk = in.chunk((int) Math.min(CHUNK, end)).order(ByteOrder.LITTLE_ENDIAN);
      List<Object> arrays = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        Map<String, String> row = rows.get(i);
        int length = Integer.parseInt(Structure.get(row, "_length"));
        CRC32C crc = new CRC32C();
        arrays.add(Arrays.read(in, Structure.get(row, "_type"), length, chunk, crc, offsets[i]));
        if (!Long.toHexString(crc.getValue()).equals(row.get("_crc"))) {
          throw damaged(offsets[i], "the checksum of array " + i + " differs");
        }
      }
      return arrays;
    }

    /** Where each array begins; checked against the end of the arrays before any is allocated. */
    private long[] offsets(List<Map<String, String>> rows, long end) throws IOException {
      long[] offsets = new long[rows.size()];
      long position = FileHeader.SIZE;
      for (int i = 0; i < offsets.length; i++) {
        long start = (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        requireZeros(position, start);
        offsets[i] = start;
        String length = rows.get(i).getOrDefault("_length", "");
        int size = Arrays.elementSize(rows.get(i).getOrDefault("_type", ""));
        if (size == 0
            || !length.matches("\\d{1,10}")
            || Long.parseLong(length) > Integer.MAX_VALUE) {
          throw damaged(start, "array " + i + " has no possible type and length");
        }
        position = start + size * Long.parseLong(length);
        if (position > end) {
          throw damaged(start, "array " + i + " is longer than the file");
        }
      }
      if (position != end) {
        throw damaged(position, "bytes are left over before the structure");
      }
      return offsets;
    }

    private void requireZeros(long from, long to) throws IOException {
      ByteBuffer gap = ByteBuffer.allocate((int) (to - from));
      if (to > in.size()) {
        throw damaged(from, "it ends within its arrays");
      }
      Arrays.readFully(in, gap, from);
      for (byte b : gap.array()) {
        if (b != 0) {
          throw damaged(from, "bytes between arrays are set");
        }
      }
    }

    private CheckpointException damaged(long offset, String what) {
      return CheckpointFile.damaged(file, offset, what);
    }
  }

  static CheckpointException damaged(String file, long offset, String what) {
    return new CheckpointException(
        String.format(
            Locale.ROOT,
            "%s is damaged at offset %d: %s; take another checkpoint",
            file,
            offset,
            what));
  }
}
