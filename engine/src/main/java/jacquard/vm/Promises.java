package jacquard.vm;

import java.lang.invoke.MethodHandleInfo;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** The question what code that threw may have left half done, answered by {@link Atomic}. */
final class Promises {
  /** The longest chain of causes that is followed; one may be cyclic. */
  private static final int LONGEST = 100;

  private Promises() {}

  /**
   * What may have been changed by a step before it failed, for people; null if nothing was.
   *
   * @param task where it failed
   * @param cause what was thrown there
   */
  static @Nullable String broken(Task task, Throwable cause) {
    if (cause instanceof HookException e) {
      return isKept(e.hook().call().method(), e) ? null : e.hook().label(task.vm().names());
    }
    if (cause instanceof Refusal) {
      return null;
    }
    if (task.vm().observers().areAtFault()) {
      return "an observer";
    }
    boolean isKept =
        switch (task.node().construct()) {
          case Call call -> isKept(call.method(), cause);
          case ControlFlow<?> construct -> !isBeyondPromises(cause);
          case Routine<?> routine -> isKept(routine, cause);
        };
    return isKept
        ? null
        : task.node().construct() instanceof Call call
            ? call.detail(task.vm().names())
            : task.label();
  }

  /** Whether a method that threw has promised to have changed nothing, and is to be believed. */
  static boolean isKept(Method method, Throwable thrown) {
    return isMade(method) && !isBeyondPromises(thrown);
  }

  /** An error of the JVM itself comes at any moment; others say that a promise was not kept. */
  private static boolean isBeyondPromises(Throwable thrown) {
    Throwable t = thrown;
    for (int i = 0; t != null && i < LONGEST; i++) {
      if (t instanceof VirtualMachineError || HalfDone.isOn(t)) {
        return true;
      }
      t = t.getCause();
    }
    return false;
  }

  private static boolean isMade(Method method) {
    if (method.isLambda() || method.isConstructor()) {
      return false;
    }
    Object receiver = method.receiver();
    boolean isVirtual =
        method.kind() == MethodHandleInfo.REF_invokeVirtual
            || method.kind() == MethodHandleInfo.REF_invokeInterface;
    java.lang.reflect.Method found =
        declared(receiver != null && isVirtual ? receiver.getClass() : method.owner(), method);
    return found != null && (receiver != null || !isVirtual || isFinal(found)) && isMade(found);
  }

  /** The method that is run when one is called on an object of a class. */
  private static java.lang.reflect.@Nullable Method declared(Class<?> type, Method method) {
    Class<?>[] parameters = method.type().parameterArray();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      try {
        return c.getDeclaredMethod(method.name(), parameters);
      } catch (NoSuchMethodException e) {
        // it is a superclass's, or an interface's
      }
    }
    try {
      return type.getMethod(method.name(), parameters);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static boolean isFinal(java.lang.reflect.Method method) {
    int flags = method.getModifiers() | method.getDeclaringClass().getModifiers();
    return (flags & (Modifier.FINAL | Modifier.PRIVATE)) != 0;
  }

  /** Whether the body of a routine that threw has promised so, and is to be believed. */
  private static boolean isKept(Routine<?> routine, Throwable thrown) {
    String body = routine instanceof Generator ? "generate" : "run";
    for (Class<?> c = routine.getClass(); c != null; c = c.getSuperclass()) {
      for (java.lang.reflect.Method m : c.getDeclaredMethods()) {
        if (m.getName().equals(body) && m.getParameterCount() == 2 && !m.isBridge()) {
          return isMade(m) && !isBeyondPromises(thrown);
        }
      }
    }
    return false;
  }

  private static boolean isMade(java.lang.reflect.Method method) {
    return method.isAnnotationPresent(Atomic.class)
        || method.getDeclaringClass().isAnnotationPresent(Atomic.class);
  }
}
