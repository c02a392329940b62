package jacquard.npy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * NumPy's file of one array, {@code .npy}.
 *
 * <p>Read are versions 1 to 3, both orders of bytes and of dimensions; written is what {@code
 * numpy.save} writes, to a new file that takes its place when it is whole. A file's length is
 * compared with its header before memory is taken.
 */
public final class Npy {
  private static final int CHUNK = 1 << 16;

  private Npy() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is missing, damaged or holds something else; it names
   *     the file
   * @throws IOException if the file cannot be read
   */
  public static NpyArray read(Path file) throws IOException {
    String name = file.toString();
    checkFile(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(name, in, Files.size(file));
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no file " + name, missing);
    }
  }

  /**
   * Refuses a directory, a pipe, and what is not there, by name.
   *
   * @throws IllegalArgumentException if it is so
   */
  public static void checkFile(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("there is no file " + file);
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a directory, not a file");
    }
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file + " is a pipe or device, whose length is not known: save it to a file");
    }
  }

  /**
   * Writes a file, over one that is there.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, NpyArray array) throws IOException {
    NewFile.write(file, out -> write(out, array));
  }

  /** Reads a stream that is known to give so many bytes. */
  static NpyArray read(String name, InputStream in, long bytes) throws IOException {
    NpyHeader header = NpyHeader.read(name, in);
    header.checkLength(name, bytes);
    if (header.count() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is too large for memory; map its rows, or read a part saved on its own",
              name,
              header));
    }
    int[] shape = header.shape().stream().mapToInt(Math::toIntExact).toArray();
    Object elements = elements(name, in, header);
    return NpyArray.of(header.fortran() ? turned(elements, shape) : elements, shape);
  }

  private static Object elements(String name, InputStream in, NpyHeader header) throws IOException {
    int count = (int) header.count();
    int width = header.type().bytes();
    Object elements = header.type().newArray(count);
    byte[] chunk = new byte[(int) Math.min(CHUNK, header.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(header.order());
    for (int at = 0; at < count; at += chunk.length / width) {
      int part = Math.min(chunk.length / width, count - at);
      int got = 0;
      try {
        got = in.readNBytes(chunk, 0, part * width);
      } catch (EOFException cut) {
        // As a stream that just ends.
      }
      if (got < part * width) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: ends after %d of %d elements; get it again",
                name,
                at + got / width,
                count));
      }
      try {
        header.type().get(buffer.clear(), elements, at, part);
      } catch (ArithmeticException tooLarge) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s: %s, too large for a long", name, tooLarge.getMessage()),
            tooLarge);
      }
    }
    return elements;
  }

  /** The elements with the last dimension fastest in place of the first. */
  private static Object turned(Object elements, int[] shape) {
    int count = Array.getLength(elements);
    Object turned = NpyType.of(elements).newArray(count);
    int[] index = new int[shape.length];
    for (int to = 0; to < count; to++) {
      int from = 0;
      for (int d = shape.length - 1; d >= 0; d--) {
        from = from * shape[d] + index[d];
      }
      System.arraycopy(elements, from, turned, to, 1);
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
    return turned;
  }

  /** Writes to a stream, which stays open. */
  static void write(OutputStream out, NpyArray array) throws IOException {
    NpyHeader header = array.header();
    out.write(NpyHeader.encode(header.type(), header.shape(), 0));
    int width = header.type().bytes();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < array.size(); at += CHUNK / width) {
      header
          .type()
          .put(array.elements(), at, Math.min(CHUNK / width, array.size() - at), chunk.clear());
      out.write(chunk.array(), 0, chunk.limit());
    }
  }
}
