package jacquard.data;

import jacquard.npy.NpyHeader;
import jacquard.npy.NpyType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * The elements of a {@code .npy} file mapped into memory: a matrix of floats, or an array of
 * labels.
 *
 * <p>It is unmapped when nothing refers to it any more.
 */
final class MappedRows {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final NpyType type;
  private final int rows;
  private final int columns;
  private final MemorySegment elements;

  private MappedRows(NpyType type, int rows, int columns, MemorySegment elements) {
    this.type = type;
    this.rows = rows;
    this.columns = columns;
    this.elements = elements;
  }

  /** Maps a matrix of float32. */
  static MappedRows floats(Path file) throws IOException {
    return map(file, 2, NpyType.FLOAT32);
  }

  /** Maps an array of int32, int64 or uint8. */
  static MappedRows labels(Path file) throws IOException {
    return map(file, 1, NpyType.INT32, NpyType.INT64, NpyType.UINT8);
  }

  private static MappedRows map(Path file, int dimensions, NpyType... types) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 256);
      NpyHeader header = NpyHeader.read(file.toString(), in);
      check(file, header, channel.size(), dimensions, types);
      MemorySegment elements =
          channel.map(
              FileChannel.MapMode.READ_ONLY, header.length(), header.bytes(), Arena.ofAuto());
      int columns = dimensions == 1 ? 1 : header.shape().get(1).intValue();
      return new MappedRows(header.type(), header.shape().getFirst().intValue(), columns, elements);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no file " + file, missing);
    }
  }

  private static void check(
      Path file, NpyHeader header, long size, int dimensions, NpyType[] types) {
    header.checkLength(file.toString(), size);
    boolean bigEndian = header.order().equals(ByteOrder.BIG_ENDIAN) && header.type().bytes() > 1;
    if (!Arrays.asList(types).contains(header.type())
        || header.shape().size() != dimensions
        || bigEndian
        || (header.fortran() && dimensions > 1)) {
      throw new IllegalArgumentException(
          "%s: has %s%s%s; to be mapped it needs %d dimension%s of %s, little-endian, in C order"
              .formatted(
                  file,
                  header,
                  bigEndian ? ", big-endian" : "",
                  header.fortran() ? ", in Fortran order" : "",
                  dimensions,
                  dimensions == 1 ? "" : "s",
                  String.join(
                      ", ",
                      Arrays.stream(types).map(t -> t.name().toLowerCase(Locale.ROOT)).toList())));
    }
    for (long each : header.shape()) {
      if (each < 1 || each > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "%s: has %s; mapped are 1 to 2^31 - 9 rows and columns".formatted(file, header));
      }
    }
  }

  /** Whether these are real-valued targets. */
  boolean areReal() {
    return type == NpyType.FLOAT32;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** All elements; a row takes {@link #columns} times the type's bytes. */
  MemorySegment elements() {
    return elements;
  }

  /** Copies rows, row after row. */
  void read(int first, int count, float[] to, int at) {
    long from = (long) first * columns * Float.BYTES;
    MemorySegment.copy(elements, FLOAT, from, to, at, Math.multiplyExact(count, columns));
  }

  /** Copies labels; one that is no int becomes negative. */
  void read(int first, int count, int[] to, int at) {
    if (type == NpyType.INT32) {
      MemorySegment.copy(elements, INT, (long) first * Integer.BYTES, to, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[at + i] = label(first + i);
    }
  }

  private int label(long row) {
    if (type == NpyType.UINT8) {
      return Byte.toUnsignedInt(elements.get(ValueLayout.JAVA_BYTE, row));
    }
    long wide = elements.get(LONG, row * Long.BYTES);
    return wide == (int) wide ? (int) wide : -1;
  }
}
