package jacquard.checkpoint;

import jacquard.vm.Method;
import jacquard.vm.ProgramException;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lookup of what a checkpoint names by an earlier name ({@link Formerly}). */
final class Renames {
  private Renames() {}

  private static List<String> of(AnnotatedElement element) {
    Formerly formerly = element.getAnnotation(Formerly.class);
    return formerly == null ? List.of() : List.of(formerly.value());
  }

  /** The earlier names of a class: its own, and those its surrounding class's give it. */
  static List<String> of(Class<?> type) {
    List<String> names = new ArrayList<>(of((AnnotatedElement) type));
    Class<?> outer = type.getEnclosingClass();
    if (outer != null && type.getName().startsWith(outer.getName() + "$")) {
      String rest = type.getName().substring(outer.getName().length());
      of(outer).forEach(name -> names.add(name + rest));
    }
    return names;
  }

  /** Whether a class has or had a name. */
  static boolean isNamed(Class<?> type, String name) {
    return type.getName().equals(name) || of(type).contains(name);
  }

  /**
   * The name under which a field's value was saved.
   *
   * @param owner the class of the object
   * @param name of the field now
   * @return a column of the row; null if it has none for this field
   */
  static @Nullable String saved(Class<?> owner, String name, Map<String, String> row) {
    if (row.containsKey(name)) {
      return name;
    }
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          for (String earlier : of(field)) {
            if (row.containsKey(earlier)) {
              return earlier;
            }
          }
        }
      }
    }
    return null;
  }

  /** The constant of an enum that has or had a name, or null. */
  static @Nullable Object constant(Class<?> type, String name) {
    Object former = null;
    for (Field field : type.getDeclaredFields()) {
      boolean isOfThatName = field.getName().equals(name);
      if (field.isEnumConstant() && (isOfThatName || of(field).contains(name))) {
        Object constant = constant(field);
        if (isOfThatName) {
          return constant;
        }
        former = constant;
      }
    }
    return former;
  }

  private static Object constant(Field field) {
    for (Object constant : field.getDeclaringClass().getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(field.getName())) {
        return constant;
      }
    }
    throw new IllegalStateException("no constant is " + field);
  }

  /**
   * A called method again: one of the owner that has or had the name and takes the same parameters.
   * It may give another type than before, and may have moved up to a superclass or interface.
   *
   * @throws ProgramException if there is none
   */
  static Method method(
      @Nullable Object receiver, Class<?> owner, String name, String descriptor, int kind) {
    List<Class<?>> line = new ArrayList<>(List.of(owner));
    java.lang.reflect.Method found = null;
    for (int i = 0; i < line.size() && found == null; i++) {
      Class<?> c = line.get(i);
      found = declared(c, name, descriptor, i > 0);
      if (c.getSuperclass() != null) {
        line.add(c.getSuperclass());
      }
      line.addAll(List.of(c.getInterfaces()));
    }
    if (found == null) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%s has no method %s%s; was the class changed since? If the method was renamed,"
                  + " write @Formerly(\"%s\") on it",
              owner.getName(),
              name,
              descriptor,
              name));
    }
    return Method.find(
        receiver, found.getDeclaringClass(), found.getName(), type(found).descriptorString(), kind);
  }

  private static java.lang.reflect.@Nullable Method declared(
      Class<?> owner, String name, String descriptor, boolean isInherited) {
    java.lang.reflect.Method best = null;
    int least = Integer.MAX_VALUE;
    for (java.lang.reflect.Method method : owner.getDeclaredMethods()) {
      int distance = distance(method, name, descriptor);
      boolean isHidden = isInherited && Modifier.isPrivate(method.getModifiers());
      if (distance < least && !isHidden) {
        best = method;
        least = distance;
      }
    }
    return best;
  }

  /** How much a method has changed: not at all, in its result, in its name; or it is another. */
  private static int distance(java.lang.reflect.Method method, String name, String descriptor) {
    boolean isOfThatName = method.getName().equals(name);
    if (!isOfThatName && !of(method).contains(name)) {
      return Integer.MAX_VALUE;
    }
    if (type(method).descriptorString().equals(descriptor)) {
      return isOfThatName ? 0 : 3;
    }
    if (!parameters(method).equals(names(descriptor, method))) {
      return Integer.MAX_VALUE;
    }
    return (isOfThatName ? 1 : 4) + (method.isBridge() ? 1 : 0);
  }

  private static MethodType type(java.lang.reflect.Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
  }

  private static String parameters(java.lang.reflect.Method method) {
    return parameters(type(method).descriptorString());
  }

  private static String parameters(String descriptor) {
    return descriptor.substring(0, descriptor.indexOf(')') + 1);
  }

  /** The parameters of a descriptor, with the present names of the classes a method takes. */
  private static String names(String descriptor, java.lang.reflect.Method method) {
    String parameters = parameters(descriptor);
    for (Class<?> parameter : method.getParameterTypes()) {
      Class<?> element = parameter;
      while (element.isArray()) {
        element = element.componentType();
      }
      if (!element.isPrimitive()) {
        for (String name : of(element)) {
          parameters =
              parameters.replace("L" + name.replace('.', '/') + ";", element.descriptorString());
        }
      }
    }
    return parameters;
  }
}
