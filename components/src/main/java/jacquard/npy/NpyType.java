package jacquard.npy;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * A type of elements, and the Java array that holds them.
 *
 * <p>All are read; those that Java has an array of are written. The others become the smallest of
 * these that has all their values, so that nothing is rounded.
 */
public enum NpyType {
  /** Unsigned bytes, in a {@code byte[]}. */
  UINT8("u1", 1, byte[].class),
  /** In an {@code int[]}. */
  INT32("i4", 4, int[].class),
  /** In a {@code long[]}. */
  INT64("i8", 8, long[].class),
  /** In a {@code float[]}. */
  FLOAT32("f4", 4, float[].class),
  /** In a {@code double[]}. */
  FLOAT64("f8", 8, double[].class),
  /** False and true as 0 and 1 in a {@code byte[]}; only read. */
  BOOL("b1", 1, byte[].class),
  /** In an {@code int[]}; only read. */
  INT8("i1", 1, int[].class),
  /** In an {@code int[]}; only read. */
  INT16("i2", 2, int[].class),
  /** In an {@code int[]}; only read. */
  UINT16("u2", 2, int[].class),
  /** In a {@code long[]}; only read. */
  UINT32("u4", 4, long[].class),
  /** In a {@code long[]}, up to 2^63 - 1; only read. */
  UINT64("u8", 8, long[].class),
  /** In a {@code float[]}; only read. */
  FLOAT16("f2", 2, float[].class);

  private final String code;
  private final int bytes;
  private final Class<?> array;

  NpyType(String code, int bytes, Class<?> array) {
    this.code = code;
    this.bytes = bytes;
    this.array = array;
  }

  /** The bytes of an element. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are integers or truth values. */
  public boolean isInteger() {
    return array != float[].class && array != double[].class;
  }

  /** NumPy's name of the type without the order of bytes, such as {@code f4}. */
  String code() {
    return code;
  }

  /** The description in a header of what is written here: little-endian. */
  String descr() {
    return (bytes == 1 ? "|" : "<") + code;
  }

  /** The type that is written for a Java array: the first that it holds. */
  static NpyType of(Object array) {
    for (NpyType type : values()) {
      if (type.array.isInstance(array)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "no array of NumPy is made of a %s, only of %s",
            array.getClass().getSimpleName(),
            Arrays.stream(values())
                .map(t -> t.array.getSimpleName())
                .distinct()
                .collect(Collectors.joining(", "))));
  }

  /** A Java array that holds elements of this type. */
  public Object newArray(int size) {
    return Array.newInstance(array.getComponentType(), size);
  }

  /**
   * Moves {@code count} elements from the position of the buffer, in its order of bytes, to an
   * array.
   *
   * @throws ArithmeticException if an unsigned integer is 2^63 or more
   */
  public void get(ByteBuffer from, Object to, int at, int count) {
    switch (this) {
      case UINT8, BOOL -> from.get((byte[]) to, at, count);
      case INT8 -> ints(to, at, count, i -> from.get());
      case INT16 -> ints(to, at, count, i -> from.getShort());
      case UINT16 -> ints(to, at, count, i -> Short.toUnsignedInt(from.getShort()));
      case INT32 -> from.asIntBuffer().get((int[]) to, at, count);
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          ((long[]) to)[at + i] = Integer.toUnsignedLong(from.getInt());
        }
      }
      case INT64 -> from.asLongBuffer().get((long[]) to, at, count);
      case UINT64 -> {
        for (int i = 0; i < count; i++) {
          ((long[]) to)[at + i] = signed(from.getLong());
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          ((float[]) to)[at + i] = Float.float16ToFloat(from.getShort());
        }
      }
      case FLOAT32 -> from.asFloatBuffer().get((float[]) to, at, count);
      case FLOAT64 -> from.asDoubleBuffer().get((double[]) to, at, count);
    }
  }

  private static void ints(Object to, int at, int count, IntUnaryOperator next) {
    int[] ints = (int[]) to;
    for (int i = 0; i < count; i++) {
      ints[at + i] = next.applyAsInt(i);
    }
  }

  private static long signed(long unsigned) {
    if (unsigned < 0) {
      throw new ArithmeticException(Long.toUnsignedString(unsigned) + " is 2^63 or more");
    }
    return unsigned;
  }

  /** Copies {@code count} elements of an array to the start of a cleared buffer. */
  void put(Object from, int at, int count, ByteBuffer to) {
    switch (from) {
      case byte[] array -> to.put(array, at, count);
      case int[] array -> to.asIntBuffer().put(array, at, count);
      case long[] array -> to.asLongBuffer().put(array, at, count);
      case float[] array -> to.asFloatBuffer().put(array, at, count);
      case double[] array -> to.asDoubleBuffer().put(array, at, count);
      default -> throw new IllegalStateException("no array of NumPy: " + this);
    }
    to.position(0).limit(count * bytes);
  }
}
