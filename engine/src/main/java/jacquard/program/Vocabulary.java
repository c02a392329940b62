package jacquard.program;

import jacquard.vm.Method;
import jacquard.vm.ProgramException;
import jacquard.vm.Routine;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the names in a program's text stand for.
 *
 * @param components the objects whose methods are called, and routines, by name
 * @param classes whose static methods are called and whose routines are made anew, by simple name,
 *     or by full name where several have that
 */
record Vocabulary(Components components, List<Class<?>> classes) {

  /**
   * The method of a component or class.
   *
   * @param types of its parameters, to tell overloads apart; null if the text says none
   * @throws ProgramException if there is none, or more than one
   */
  Method method(String owner, String name, @Nullable List<String> types) {
    Object component = components.byName().get(owner);
    List<Method> all =
        component != null
            ? Methods.of(component, component.getClass())
            : Methods.of(null, type(owner));
    List<Method> named = all.stream().filter(m -> m.name().equals(name)).toList();
    if (named.isEmpty()) {
      List<String> known =
          all.stream().filter(m -> m.owner() != Object.class).map(Method::name).toList();
      throw new ProgramException(owner + " has no method " + name + Nearest.hint(name, known));
    }
    List<Method> fits =
        types == null ? named : named.stream().filter(m -> Methods.takes(m, types)).toList();
    if (fits.size() != 1) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%s.%s%s %s; write one of %s",
              owner,
              name,
              types == null ? "" : "(" + String.join(", ", types) + ")",
              fits.isEmpty() ? "does not exist" : "could be several methods",
              named.stream()
                  .map(m -> owner + "." + name + Methods.types(m, named))
                  .collect(Collectors.joining(", "))));
    }
    return fits.get(0);
  }

  private Class<?> type(String name) {
    Class<?> type = type(name, classes);
    if (type == null) {
      throw new ProgramException("no component is named " + name + Nearest.hint(name, names()));
    }
    return type;
  }

  /** The class of a full name, or else of a simple one; null if there is none. */
  private static @Nullable Class<?> type(String name, List<Class<?>> classes) {
    List<Class<?>> named =
        classes.stream().filter(type -> type.getName().equals(name)).distinct().toList();
    if (named.isEmpty()) {
      named =
          classes.stream().filter(type -> type.getSimpleName().equals(name)).distinct().toList();
    }
    if (named.size() > 1) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%s could be several classes; write one of %s",
              name,
              named.stream().map(Class::getName).collect(Collectors.joining(", "))));
    }
    return named.isEmpty() ? null : named.get(0);
  }

  private List<String> names() {
    return Stream.concat(
            components.byName().keySet().stream(), classes.stream().map(Class::getSimpleName))
        .toList();
  }

  /**
   * The routine of a name: a component, or a new one of a class.
   *
   * @throws ProgramException if there is none, or it cannot be made
   */
  Routine<?> routine(String name) {
    if (components.byName().get(name) instanceof Routine<?> routine) {
      return routine;
    }
    Class<?> routine =
        type(name, classes.stream().filter(Routine.class::isAssignableFrom).toList());
    if (routine != null) {
      return made(routine);
    }
    List<String> known = new ArrayList<>();
    components
        .byName()
        .forEach(
            (key, component) ->
                known.addAll(component instanceof Routine ? List.of(key) : List.of()));
    classes.stream()
        .filter(Routine.class::isAssignableFrom)
        .forEach(type -> known.add(type.getSimpleName()));
    throw new ProgramException("no generator is named " + name + Nearest.hint(name, known));
  }

  private static Routine<?> made(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Routine<?>) constructor.newInstance();
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "a %s cannot be made without values (%s); name one as a component",
              type.getSimpleName(),
              e));
    }
  }
}
