package jacquard.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The raw little-endian form of primitive arrays, written and read in chunks. */
final class Arrays {
  private Arrays() {}

  /** Bytes an element of a primitive type takes; 0 if it is no such type. */
  static int elementSize(String type) {
    return switch (type) {
      case "boolean", "byte" -> 1;
      case "short", "char" -> 2;
      case "int", "float" -> 4;
      case "long", "double" -> 8;
      default -> 0;
    };
  }

  /**
   * A copy of a primitive array; unlike one made by reflection it is not filled with zeros first.
   */
  static Object copy(Object array) {
    return switch (array) {
      case float[] a -> a.clone();
      case double[] a -> a.clone();
      case long[] a -> a.clone();
      case int[] a -> a.clone();
      case short[] a -> a.clone();
      case char[] a -> a.clone();
      case byte[] a -> a.clone();
      case boolean[] a -> a.clone();
      default -> throw new IllegalArgumentException(array.getClass().getName());
    };
  }

  /** Whether two primitive arrays have the same type and elements. */
  static boolean equal(Object array, Object other) {
    return java.util.Objects.deepEquals(array, other);
  }

  /** Writes an array at a position; gives its length in bytes. */
  static long write(Object array, ByteBuffer chunk, CRC32C crc, Disk.Output out, long position)
      throws IOException {
    int size = elementSize(array.getClass().getComponentType().getName());
    int length = Array.getLength(array);
    int step = chunk.capacity() / size;
    int count;
    for (int from = 0; from < length; from += count) {
      count = Math.min(step, length - from);
      chunk.clear().limit(count * size);
      put(array, from, count, chunk);
      crc.update(chunk.rewind());
      out.write(chunk.rewind(), position + (long) from * size);
    }
    return (long) length * size;
  }

  private static void put(Object array, int from, int count, ByteBuffer chunk) {
    switch (array) {
      case float[] a -> chunk.asFloatBuffer().put(a, from, count);
      case double[] a -> chunk.asDoubleBuffer().put(a, from, count);
      case long[] a -> chunk.asLongBuffer().put(a, from, count);
      case int[] a -> chunk.asIntBuffer().put(a, from, count);
      case short[] a -> chunk.asShortBuffer().put(a, from, count);
      case char[] a -> chunk.asCharBuffer().put(a, from, count);
      case byte[] a -> chunk.put(a, from, count);
      case boolean[] a -> {
        for (int i = 0; i < count; i++) {
          chunk.put((byte) (a[from + i] ? 1 : 0));
        }
      }
      default -> throw new IllegalArgumentException(array.getClass().getName());
    }
  }

  /** Reads an array of a primitive type from a position. */
  static Object read(
      Disk.Input in, String type, int length, ByteBuffer chunk, CRC32C crc, long position)
      throws IOException {
    int size = elementSize(type);
    Object array = empty(type, length);
    int step = chunk.capacity() / size;
    int count;
    for (int from = 0; from < length; from += count) {
      count = Math.min(step, length - from);
      chunk.clear().limit(count * size);
      readFully(in, chunk, position + (long) from * size);
      crc.update(chunk.rewind());
      get(array, from, count, chunk.rewind());
    }
    return array;
  }

  private static Object empty(String type, int length) {
    return switch (type) {
      case "float" -> new float[length];
      case "double" -> new double[length];
      case "long" -> new long[length];
      case "int" -> new int[length];
      case "short" -> new short[length];
      case "char" -> new char[length];
      case "byte" -> new byte[length];
      case "boolean" -> new boolean[length];
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static void get(Object array, int from, int count, ByteBuffer chunk) {
    switch (array) {
      case float[] a -> chunk.asFloatBuffer().get(a, from, count);
      case double[] a -> chunk.asDoubleBuffer().get(a, from, count);
      case long[] a -> chunk.asLongBuffer().get(a, from, count);
      case int[] a -> chunk.asIntBuffer().get(a, from, count);
      case short[] a -> chunk.asShortBuffer().get(a, from, count);
      case char[] a -> chunk.asCharBuffer().get(a, from, count);
      case byte[] a -> chunk.get(a, from, count);
      case boolean[] a -> {
        for (int i = 0; i < count; i++) {
          a[from + i] = chunk.get() != 0;
        }
      }
      default -> throw new IllegalArgumentException(array.getClass().getName());
    }
  }

  /** Fills a buffer from a position of a file. */
  static void readFully(Disk.Input in, ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int read = in.read(buffer, at);
      if (read < 0) {
        throw new EOFException();
      }
      at += read;
    }
  }
}
