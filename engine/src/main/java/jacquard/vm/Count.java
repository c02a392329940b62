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
    public long read() throws Exception {
      Number number = supplier.call();
      if (number == null) {
        throw new ProgramException(method.label(Names.NONE) + " gave no number");
      }
      long whole = number.longValue();
      if (number.doubleValue() != whole) {
        throw new ProgramException(
            method.label(Names.NONE) + " gave " + number + ", not a whole number that fits");
      }
      return whole;
    }

    @Override
    public String label(Names names) {
      return method.label(names);
    }
  }

  /**
   * The number now.
   *
   * @throws ProgramException if the component gives no whole number
   * @throws Exception what the component throws
   */
  long read() throws Exception;

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
