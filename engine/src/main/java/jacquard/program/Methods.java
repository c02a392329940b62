package jacquard.program;

import jacquard.vm.Method;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The methods of a component or class, as a text names them. */
final class Methods {
  private Methods() {}

  /**
   * All methods of a component, private ones too; or, without one, those of a class: the static
   * ones, and the others as methods that take their object first. What is overridden is left out.
   */
  static List<Method> of(@Nullable Object component, Class<?> type) {
    List<Method> methods = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (Class<?> owner : line(type)) {
      for (java.lang.reflect.Method m : declared(owner)) {
        if (isForwarding(m, owner)) {
          continue;
        }
        boolean isStatic = Modifier.isStatic(m.getModifiers());
        boolean isOverridden = !seen.add(List.of(m.getName(), List.of(m.getParameterTypes())));
        if (!isOverridden
            && !m.isBridge()
            && !m.isSynthetic()
            && !(isStatic && component != null)) {
          methods.add(method(component, owner, m, isStatic));
        }
      }
    }
    return methods;
  }

  /**
   * Whether the compiler made a method only so that one of a superclass that is not public can be
   * called: it comes with that class.
   */
  private static boolean isForwarding(java.lang.reflect.Method bridge, Class<?> owner) {
    return bridge.isBridge()
        && Stream.of(owner.getDeclaredMethods())
            .noneMatch(
                m ->
                    !m.isBridge()
                        && m.getName().equals(bridge.getName())
                        && m.getParameterCount() == bridge.getParameterCount());
  }

  /** Whether a method is private. */
  static boolean isPrivate(Method method) {
    try {
      return Modifier.isPrivate(
          method
              .owner()
              .getDeclaredMethod(method.name(), method.type().parameterArray())
              .getModifiers());
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** The methods of a class, those with the narrower result first where the compiler made two. */
  private static List<java.lang.reflect.Method> declared(Class<?> owner) {
    return Stream.of(owner.getDeclaredMethods())
        .sorted((a, b) -> Boolean.compare(a.isBridge(), b.isBridge()))
        .toList();
  }

  private static Method method(
      @Nullable Object component, Class<?> owner, java.lang.reflect.Method m, boolean isStatic) {
    int kind =
        isStatic
            ? MethodHandleInfo.REF_invokeStatic
            : owner.isInterface()
                ? MethodHandleInfo.REF_invokeInterface
                : MethodHandleInfo.REF_invokeVirtual;
    MethodType type = MethodType.methodType(m.getReturnType(), m.getParameterTypes());
    return new Method(component, owner, m.getName(), type, kind);
  }

  /** A class, what it extends, then all they implement. */
  private static List<Class<?>> line(Class<?> type) {
    List<Class<?>> line = new ArrayList<>();
    ArrayDeque<Class<?>> interfaces = new ArrayDeque<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      line.add(c);
      interfaces.addAll(List.of(c.getInterfaces()));
    }
    while (!interfaces.isEmpty()) {
      Class<?> next = interfaces.pop();
      if (!line.contains(next)) {
        line.add(next);
        interfaces.addAll(List.of(next.getInterfaces()));
      }
    }
    return line;
  }

  /** Such as {@code (int, String)}: simple names, full ones where two would look the same. */
  static String types(Method method, List<Method> overloads) {
    String simple = list(method, Class::getSimpleName);
    boolean isClear =
        overloads.stream().filter(m -> list(m, Class::getSimpleName).equals(simple)).count() <= 1;
    return isClear ? simple : list(method, Methods::fullName);
  }

  private static String list(Method method, java.util.function.Function<Class<?>, String> name) {
    return Arrays.stream(method.type().parameterArray())
        .map(name)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String fullName(Class<?> type) {
    String name = type.getCanonicalName();
    return name == null ? type.getTypeName() : name;
  }

  /** Whether a text's types are those of a method. */
  static boolean takes(Method method, List<String> types) {
    Class<?>[] parameters = method.type().parameterArray();
    boolean fits = parameters.length == types.size();
    for (int i = 0; fits && i < parameters.length; i++) {
      String type = types.get(i);
      fits = type.equals(parameters[i].getSimpleName()) || type.equals(fullName(parameters[i]));
    }
    return fits;
  }
}
