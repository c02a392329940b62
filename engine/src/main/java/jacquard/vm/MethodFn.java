package jacquard.vm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** A component's method found by its name, as a loaded program calls it. */
final class MethodFn implements Fn, Fn.F0<Number> {
  private static final long serialVersionUID = 1L;

  private final transient Method method;
  private final transient MethodHandle handle;
  private final int arity;

  MethodFn(Method method) {
    this.method = method;
    MethodHandle bound = method.handle();
    bound = bound.asType(bound.type().wrap()); // takes what a method reference does, no wider
    this.arity = bound.type().parameterCount();
    this.handle =
        bound
            .asSpreader(Object[].class, arity)
            .asType(MethodType.methodType(Object.class, Object[].class));
  }

  Method method() {
    return method;
  }

  @Override
  public @Nullable Number call() throws Exception {
    return (Number) apply(Args.EMPTY);
  }

  @Override
  public @Nullable Object apply(Args args) throws Exception {
    try {
      return handle.invokeExact(arity == 0 ? Args.EMPTY.array() : args.array());
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }

  @Override
  public int arity() {
    return arity;
  }

  @Override
  public boolean isVoid() {
    return method.type().returnType() == void.class;
  }
}
