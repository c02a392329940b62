package jacquard.vm;

/** The failure of a component's code that a construct ran within a step of its own. */
final class HalfwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What ran, for people. */
  private final String what;

  HalfwayException(String what, Throwable cause) {
    super(cause);
    this.what = what;
  }

  String what() {
    return what;
  }

  /** Throws what a method threw: as it is if that changed nothing, as promised, else wrapped. */
  static RuntimeException of(Method method, Throwable thrown) {
    return Promises.isKept(method, thrown)
        ? Thrown.<RuntimeException>unchecked(thrown)
        : new HalfwayException(method.label(Names.NONE), thrown);
  }
}
