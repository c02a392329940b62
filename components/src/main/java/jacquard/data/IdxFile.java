package jacquard.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipException;

/**
 * The content of a file of unsigned bytes in the IDX format, as MNIST comes in: two zero bytes, the
 * type, the number of dimensions, their sizes in big-endian order, the values.
 */
final class IdxFile {
  /** The type of unsigned bytes, the only one read here. */
  private static final int UNSIGNED_BYTES = 8;

  private final String name;
  private final int[] sizes;
  private final byte[] values;

  private IdxFile(String name, int[] sizes, byte[] values) {
    this.name = name;
    this.sizes = sizes;
    this.values = values;
  }

  /**
   * Reads a file, unpacking it if it is packed with gzip.
   *
   * @param dimensions how many it must have, at least 1
   * @throws IllegalArgumentException if the file is missing, damaged or holds something else; it
   *     names the file
   */
  static IdxFile read(Path file, int dimensions) throws IOException {
    String name = file.toString();
    try (InputStream in = Unpacked.of(name, Unpacked.stream(file))) {
      return parse(name, in, dimensions);
    } catch (ZipException | EOFException damaged) {
      throw Damage.of(name, damaged);
    }
  }

  private static IdxFile parse(String name, InputStream in, int dimensions) throws IOException {
    byte[] magic = bytes(name, in, 4);
    if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is not an IDX file of unsigned bytes: it starts with %s, not the bytes 00 00 08"
                  + " %02x",
              name,
              Unpacked.shown(magic),
              dimensions));
    }
    if (magic[3] != dimensions) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d dimensions, not %d; is it the other one of images and labels?",
              name,
              magic[3],
              dimensions));
    }
    int[] sizes = new int[dimensions];
    ByteBuffer.wrap(bytes(name, in, 4 * dimensions)).asIntBuffer().get(sizes);
    byte[] values = bytes(name, in, total(name, sizes));
    if (in.read() >= 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s goes on after the %s values of its header; get it again",
              name,
              Arrays.toString(sizes)));
    }
    return new IdxFile(name, sizes, values);
  }

  private static int total(String name, int[] sizes) {
    long total = 1;
    for (int size : sizes) {
      total *= size;
      if (size < 1 || total > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s claims sizes %s; get it again", name, Arrays.toString(sizes)));
      }
    }
    return (int) total;
  }

  /** So many bytes; they are not allocated before they are there. */
  private static byte[] bytes(String name, InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s ends too early, after %d of %d bytes; get it again",
              name,
              bytes.length,
              count));
    }
    return bytes;
  }

  /** The file, for messages. */
  String name() {
    return name;
  }

  /** The size of a dimension, counted from 0. */
  int size(int dimension) {
    return sizes[dimension];
  }

  /** All values in order, the last dimension fastest, each times a factor. */
  float[] scaled(float factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Byte.toUnsignedInt(values[i]) * factor;
    }
    return scaled;
  }

  /** All values in order. */
  int[] ints() {
    int[] ints = new int[values.length];
    Arrays.setAll(ints, i -> Byte.toUnsignedInt(values[i]));
    return ints;
  }
}
