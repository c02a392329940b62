package jacquard.expression;

/**
 * A number of rows or columns: known, a name for a number that comes with the arguments, or known
 * only when it is computed, as what a filter leaves.
 *
 * @param size at least 0; {@value #OPEN} if it is not known
 * @param name of a number that comes with the arguments; else empty
 */
public record Dim(int size, String name) {
  private static final int OPEN = -1;

  /** A number that is known only when it is computed. */
  public static final Dim UNKNOWN = new Dim(OPEN, "");

  static final Dim ONE = of(1);

  /** A known number. */
  public static Dim of(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("a size must be at least 0, is " + size);
    }
    return new Dim(size, "");
  }

  /** A number that comes with the arguments; two of the same name must be equal. */
  public static Dim named(String name) {
    return new Dim(OPEN, name);
  }

  /** Whether the number is known. */
  public boolean isFixed() {
    return size != OPEN;
  }

  boolean isOne() {
    return size == 1;
  }

  /** Whether both may be the same number. */
  boolean fits(Dim other) {
    if (isFixed() && other.isFixed()) {
      return size == other.size;
    }
    boolean bothNamed = !name.isEmpty() && !other.name.isEmpty();
    return !bothNamed || name.equals(other.name);
  }

  /** The one of two that fit that says more. */
  Dim and(Dim other) {
    boolean mine = isFixed() || (!other.isFixed() && !name.isEmpty());
    return mine ? this : other;
  }

  @Override
  public String toString() {
    return isFixed() ? Integer.toString(size) : name.isEmpty() ? "?" : name;
  }
}
