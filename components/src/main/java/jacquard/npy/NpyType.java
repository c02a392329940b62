package jacquard.npy;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A type of elements that is read and written, and the Java array that holds them. */
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
  FLOAT64("f8", 8, double[].class);

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

  /** NumPy's name of the type without the order of bytes, such as {@code f4}. */
  String code() {
    return code;
  }

  /** The description in a header of what is written here: little-endian. */
  String descr() {
    return (bytes == 1 ? "|" : "<") + code;
  }

  static NpyType of(Object array) {
    for (NpyType type : values()) {
      if (type.array.isInstance(array)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "no array of NumPy is made of a %s, only of %s"
            .formatted(
                array.getClass().getSimpleName(),
                Arrays.stream(values())
                    .map(t -> t.array.getSimpleName())
                    .collect(Collectors.joining(", "))));
  }

  Object newArray(int size) {
    return Array.newInstance(array.getComponentType(), size);
  }

  /** Moves {@code count} elements from the buffer, which has its order, to an array. */
  void get(ByteBuffer from, Object to, int at, int count) {
    switch (this) {
      case UINT8 -> from.get((byte[]) to, at, count);
      case INT32 -> from.asIntBuffer().get((int[]) to, at, count);
      case INT64 -> from.asLongBuffer().get((long[]) to, at, count);
      case FLOAT32 -> from.asFloatBuffer().get((float[]) to, at, count);
      case FLOAT64 -> from.asDoubleBuffer().get((double[]) to, at, count);
    }
  }

  /** Copies {@code count} elements of an array to the start of a cleared buffer. */
  void put(Object from, int at, int count, ByteBuffer to) {
    switch (this) {
      case UINT8 -> to.put((byte[]) from, at, count);
      case INT32 -> to.asIntBuffer().put((int[]) from, at, count);
      case INT64 -> to.asLongBuffer().put((long[]) from, at, count);
      case FLOAT32 -> to.asFloatBuffer().put((float[]) from, at, count);
      case FLOAT64 -> to.asDoubleBuffer().put((double[]) from, at, count);
    }
    to.position(0).limit(count * bytes);
  }
}
