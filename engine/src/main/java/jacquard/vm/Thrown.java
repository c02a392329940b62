package jacquard.vm;

/** The way a checked exception leaves a method that declares none: as it is. */
final class Thrown {
  private Thrown() {}

  /** Throws the exception itself; the result only pleases the compiler. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> RuntimeException unchecked(Throwable t) throws E {
    throw (E) t;
  }
}
