package jacquard.program;

import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Construct;
import jacquard.vm.Count;
import jacquard.vm.Hook;
import jacquard.vm.Method;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Routine;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names in a program's text: those of components, and of classes the simple ones, but full ones
 * where two classes of the program, or a class and a component, have one simple name.
 */
record FullNames(Components components, Set<Class<?>> written) implements Names {

  /** The names for a program. */
  static FullNames of(Program program) {
    Map<String, Set<Class<?>>> bySimpleName = new HashMap<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Node> open = new ArrayDeque<>(List.of(program.root()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (seen.add(node)) {
        add(named(node.construct(), program.components()), bySimpleName);
        for (Hook hook : node.hooks()) {
          add(named(hook.call(), program.components()), bySimpleName);
        }
        open.addAll(node.children());
      }
    }
    Set<Class<?>> written = new LinkedHashSet<>();
    bySimpleName.forEach(
        (name, classes) -> {
          if (classes.size() > 1 || program.components().byName().containsKey(name)) {
            written.addAll(classes);
          }
        });
    return new FullNames(program.components(), written);
  }

  private static void add(@Nullable Class<?> type, Map<String, Set<Class<?>>> bySimpleName) {
    if (type != null) {
      bySimpleName.computeIfAbsent(type.getSimpleName(), key -> new LinkedHashSet<>()).add(type);
    }
  }

  /** The class that a construct's text names, or null. */
  private static @Nullable Class<?> named(Construct construct, Names names) {
    return switch (construct) {
      case Call call -> named(call.method());
      case Buffer buffer when buffer.count() instanceof Count.Supplied supplied ->
          named(supplied.method());
      case Routine<?> routine when names.of(routine) == null -> routine.getClass();
      default -> null;
    };
  }

  private static @Nullable Class<?> named(Method method) {
    return method.receiver() == null ? method.owner() : null;
  }

  /**
   * The name of a class in the text.
   *
   * @throws ProgramException if a component has its only name
   */
  String of(Class<?> type) {
    if (!written.contains(type)) {
      return type.getSimpleName();
    }
    if (components.byName().containsKey(type.getName())) {
      throw new ProgramException(
          "the class "
              + type.getName()
              + " has the name of a component, which the text would mean; rename the component");
    }
    return type.getName();
  }

  @Override
  public @Nullable String of(Object component) {
    return components.of(component);
  }
}
