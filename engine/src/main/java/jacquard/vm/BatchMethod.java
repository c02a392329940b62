package jacquard.vm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The method that gives many results of a {@link Batched} method at once. */
public final class BatchMethod {
  private final Method method;
  private final MethodHandle handle;

  private BatchMethod(Method method) {
    this.method = method;
    this.handle = method.handle().asType(MethodType.methodType(Object.class, int.class));
  }

  /**
   * The batch method of a call; null if its method is not marked.
   *
   * @throws ProgramException if the mark names a method that cannot be it
   */
  public static @Nullable BatchMethod of(Call call) {
    Method single = call.method();
    Object component = single.receiver();
    if (component == null || single.isLambda() || single.type().parameterCount() > 0) {
      return null;
    }
    for (Class<?> c = component.getClass(); c != null; c = c.getSuperclass()) {
      try {
        Batched mark = c.getDeclaredMethod(single.name()).getAnnotation(Batched.class);
        return mark == null ? null : of(call, component, c, mark.by());
      } catch (NoSuchMethodException e) {
        // it is a superclass's
      }
    }
    return null;
  }

  private static BatchMethod of(Call call, Object component, Class<?> owner, String name) {
    for (java.lang.reflect.Method m : owner.getDeclaredMethods()) {
      MethodType type = MethodType.methodType(m.getReturnType(), m.getParameterTypes());
      boolean takesCount = type.parameterCount() == 1 && type.parameterType(0) == int.class;
      if (m.getName().equals(name) && takesCount && !type.returnType().isPrimitive()) {
        int kind = MethodHandleInfo.REF_invokeVirtual;
        return new BatchMethod(new Method(component, owner, name, type, kind));
      }
    }
    throw new ProgramException(
        String.format(
            Locale.ROOT,
            "%s is marked as batched by %s, but %s declares no %s(int) that gives a stack",
            call.detail(Names.NONE),
            name,
            owner.getSimpleName(),
            name));
  }

  /** The method. */
  public Method method() {
    return method;
  }

  /** The next results, stacked; null if the calls are to be made one by one. */
  @Nullable Object next(int count) {
    try {
      return (Object) handle.invokeExact(count);
    } catch (VirtualMachineError e) {
      throw e; // at any moment, so that nothing is known of what it has changed
    } catch (Throwable t) {
      Chain.keepInterrupt(t);
      return null; // the call that fails tells why
    }
  }
}
