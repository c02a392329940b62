package jacquard.vm;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A component's method as a program calls it; serializable, so that a method reference can tell its
 * receiver and name.
 *
 * <p>{@code F} gives a value (null: nothing), {@code P} gives none; the digit counts parameters. A
 * method without parameters takes no notice of incoming values; any other takes exactly as many as
 * it has. A method whose only parameter is {@link Args} takes them all, named ones included.
 */
public sealed interface Fn extends Serializable
    permits Fn.F0, Fn.F1, Fn.F2, Fn.F3, Fn.P0, Fn.P1, Fn.P2, Fn.P3, MethodFn {
  /**
   * Calls the method with values that are known to be as many as {@link #arity}.
   *
   * @throws Exception what the method throws
   */
  @Nullable Object apply(Args args) throws Exception;

  /**
   * Calls the method with one value.
   *
   * @throws Exception what the method throws
   */
  default @Nullable Object applyTo(Object value) throws Exception {
    return apply(Args.of(value));
  }

  /** How many parameters the method has. */
  int arity();

  /** Whether the method returns nothing at all. */
  default boolean isVoid() {
    return false;
  }

  /** A method without parameters that gives a value. */
  non-sealed interface F0<R> extends Fn {
    /**
     * Calls the method.
     *
     * @throws Exception whatever the method throws; the step fails with it
     */
    @Nullable R call() throws Exception;

    @Override
    default @Nullable Object apply(Args args) throws Exception {
      return call();
    }

    @Override
    default int arity() {
      return 0;
    }
  }

  /** A method with one parameter that gives a value. */
  non-sealed interface F1<A, R> extends Fn {
    /**
     * Calls the method.
     *
     * @throws Exception whatever the method throws; the step fails with it
     */
    @Nullable R call(A a) throws Exception;

    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object apply(Args args) throws Exception {
      return call((A) args.get(0));
    }

    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object applyTo(Object value) throws Exception {
      return call((A) value);
    }

    @Override
    default int arity() {
      return 1;
    }
  }

  /** A method with two parameters that gives a value. */
  non-sealed interface F2<A, B, R> extends Fn {
    /**
     * Calls the method.
     *
     * @throws Exception whatever the method throws; the step fails with it
     */
    @Nullable R call(A a, B b) throws Exception;

    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object apply(Args args) throws Exception {
      return call((A) args.get(0), (B) args.get(1));
    }

    @Override
    default int arity() {
      return 2;
    }
  }

  /** A method with three parameters that gives a value. */
  non-sealed interface F3<A, B, C, R> extends Fn {
    /**
     * Calls the method.
     *
     * @throws Exception whatever the method throws; the step fails with it
     */
    @Nullable R call(A a, B b, C c) throws Exception;

    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object apply(Args args) throws Exception {
      return call((A) args.get(0), (B) args.get(1), (C) args.get(2));
    }

    @Override
    default int arity() {
      return 3;
    }
  }

  /** A method without parameters that gives nothing. */
  non-sealed interface P0 extends Fn {
    /**
     * Calls the method.
     *
     * @throws Exception whatever the method throws; the step fails with it
     */
    void call() throws Exception;

    @Override
    default @Nullable Object apply(Args args) throws Exception {
      call();
      return null;
    }

    @Override
    default int arity() {
      return 0;
    }

    @Override
    default boolean isVoid() {
      return true;
    }
  }

  /** A method with one parameter that gives nothing. */
  non-sealed interface P1<A> extends Fn {
    /**
     * Calls the method.
     *
     * @throws Exception whatever the method throws; the step fails with it
     */
    void call(A a) throws Exception;

    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object apply(Args args) throws Exception {
      call((A) args.get(0));
      return null;
    }

    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object applyTo(Object value) throws Exception {
      call((A) value);
      return null;
    }

    @Override
    default int arity() {
      return 1;
    }

    @Override
    default boolean isVoid() {
      return true;
    }
  }

  /** A method with two parameters that gives nothing. */
  non-sealed interface P2<A, B> extends Fn {
    /**
     * Calls the method.
     *
     * @throws Exception whatever the method throws; the step fails with it
     */
    void call(A a, B b) throws Exception;

    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object apply(Args args) throws Exception {
      call((A) args.get(0), (B) args.get(1));
      return null;
    }

    @Override
    default int arity() {
      return 2;
    }

    @Override
    default boolean isVoid() {
      return true;
    }
  }

  /** A method with three parameters that gives nothing. */
  non-sealed interface P3<A, B, C> extends Fn {
    /**
     * Calls the method.
     *
     * @throws Exception whatever the method throws; the step fails with it
     */
    void call(A a, B b, C c) throws Exception;

    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object apply(Args args) throws Exception {
      call((A) args.get(0), (B) args.get(1), (C) args.get(2));
      return null;
    }

    @Override
    default int arity() {
      return 3;
    }

    @Override
    default boolean isVoid() {
      return true;
    }
  }
}
