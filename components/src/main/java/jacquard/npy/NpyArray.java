package jacquard.npy;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An array of NumPy: a shape and elements, the last dimension fastest.
 *
 * @param shape the sizes of the dimensions, each at least 0; none for a single number
 * @param elements a {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]} or, of
 *     unsigned bytes, {@code byte[]}, as many as the shape says; not copied
 */
public record NpyArray(List<Integer> shape, Object elements) {
  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if it is another kind of array or number of elements
   */
  public NpyArray {
    shape = List.copyOf(shape);
    NpyType.of(elements);
    long count = 1;
    for (int size : shape) {
      count = size < 0 ? -1 : Math.multiplyExact(count, (long) size);
    }
    if (count != Array.getLength(elements)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d elements cannot have the shape %s",
              Array.getLength(elements),
              shape));
    }
  }

  /** An array of any shape. */
  public static NpyArray of(Object elements, int... shape) {
    return new NpyArray(Arrays.stream(shape).boxed().toList(), elements);
  }

  /** An array of one dimension. */
  public static NpyArray vector(Object elements) {
    return of(elements, Array.getLength(elements));
  }

  /** An array of two dimensions, its elements row after row. */
  public static NpyArray matrix(int rows, int columns, Object elements) {
    return of(elements, rows, columns);
  }

  /** The type of the elements. */
  public NpyType type() {
    return NpyType.of(elements);
  }

  /** The number of elements. */
  public int size() {
    return Array.getLength(elements);
  }

  /** The elements as they are. */
  public float[] floats() {
    return as(float[].class);
  }

  /** The elements as they are. */
  public double[] doubles() {
    return as(double[].class);
  }

  /** The elements as they are. */
  public int[] ints() {
    return as(int[].class);
  }

  /** The elements as they are. */
  public long[] longs() {
    return as(long[].class);
  }

  /** The elements as they are, unsigned. */
  public byte[] bytes() {
    return as(byte[].class);
  }

  private <T> T as(Class<T> kind) {
    if (!kind.isInstance(elements)) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s is not a %s", this, kind.getSimpleName()));
    }
    return kind.cast(elements);
  }

  NpyHeader header() {
    return NpyHeader.of(type(), shape.stream().map(Integer::longValue).toList());
  }

  /** Whether shape, type and the bits of all elements are the same; NaN equals NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NpyArray a
        && shape.equals(a.shape)
        && Objects.deepEquals(elements, a.elements);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.deepHashCode(new Object[] {elements});
  }

  @Override
  public String toString() {
    return type().name().toLowerCase(Locale.ROOT) + shape;
  }
}
