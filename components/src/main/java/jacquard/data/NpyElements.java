package jacquard.data;

/** The elements of arrays of NumPy as real numbers and integers. */
final class NpyElements {
  private NpyElements() {}

  /** An element of an array, exactly unless it is an integer beyond 2^53. */
  static double real(Object elements, int i) {
    return switch (elements) {
      case float[] floats -> floats[i];
      case double[] doubles -> doubles[i];
      case long[] longs -> longs[i];
      case int[] ints -> ints[i];
      case byte[] bytes -> Byte.toUnsignedInt(bytes[i]);
      default -> throw new IllegalStateException("no array of NumPy");
    };
  }

  /** Whether an element is an integer of at most 63 bits that its type has exactly. */
  static boolean isInteger(Object elements, int i) {
    if (elements instanceof float[] || elements instanceof double[]) {
      double value = real(elements, i);
      return value == Math.rint(value) && Math.abs(value) <= 1L << 53;
    }
    return true;
  }

  /** An element that is an integer. */
  static long integer(Object elements, int i) {
    return elements instanceof long[] longs ? longs[i] : (long) real(elements, i);
  }
}
