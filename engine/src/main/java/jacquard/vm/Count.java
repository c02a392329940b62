package jacquard.vm;

/** A number that a construct reads when it is entered: fixed, or given by a component. */
public sealed interface Count {
  /** A number known when the program is built. */
  record Fixed(long value) implements Count {
    @Override
    public long read() {
      return value;
    }

    @Override
    public String label(Names names) {
      return Long.toString(value);
    }
  }

  /** A number a component's method gives, such as {@code kf.testSize}. */
  record Supplied(Fn.F0<? extends Number> supplier, Method method) implements Count {
    @Override
    public long read() {
      Number number;
      try {
        number = supplier.call();
      } catch (Throwable t) {
        throw HalfwayException.of(method, t);
      }
      if (number == null) {
        throw refused(method.label(Names.NONE) + " gave no number");
      }
      long whole = number.longValue();
      if (number.doubleValue() != whole) {
        throw refused(
            method.label(Names.NONE) + " gave " + number + ", not a whole number that fits");
      }
      return whole;
    }

    /** A number that is refused has been given all the same, and is asked for again. */
    @Override
    public RuntimeException refused(String message) {
      return new HalfwayException(method.label(Names.NONE), new ProgramException(message));
    }

    @Override
    public String label(Names names) {
      return method.label(names);
    }
  }

  /**
   * The number now.
   *
   * @throws RuntimeException what fails the step: the component's own failure, or that it gives no
   *     whole number
   */
  long read();

  /** What is thrown when the number does not fit. */
  default RuntimeException refused(String message) {
    return new ProgramException(message);
  }

  /** The number, or the method that gives it, as a person reads it. */
  String label(Names names);

  /** A fixed number. */
  static Count of(long value) {
    return new Fixed(value);
  }

  /** A number given by a method that was found by its name. */
  static Count of(Method method) {
    return new Supplied(new MethodFn(method), method);
  }

  /** A number given by a method, such as {@code kf::testSize}. */
  static Count of(Fn.F0<? extends Number> supplier) {
    return new Supplied(supplier, Method.of(supplier));
  }
}
