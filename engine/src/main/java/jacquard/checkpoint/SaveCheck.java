package jacquard.checkpoint;

import jacquard.program.Components;
import jacquard.program.Problem;
import jacquard.program.Problem.Severity;
import jacquard.program.Program;
import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Construct;
import jacquard.vm.Count;
import jacquard.vm.Method;
import jacquard.vm.Node;
import jacquard.vm.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The search for everything that would keep a program and its components from being saved. */
public final class SaveCheck {
  private record Place(Node node, String path) {}

  private final Program program;
  private final Types types;
  private final Encoder values;
  private final List<Problem> problems = new ArrayList<>();

  private SaveCheck(Program program, Types types, boolean embed) {
    this.program = program;
    this.types = types;
    this.values = new Encoder(new Structure(), types, embed, false);
  }

  /**
   * What would keep a program from being saved, by path; the state of each component is looked
   * through as it is now, and reported where the program first calls it.
   *
   * @param embed whether data that could be saved by reference is to be saved itself
   */
  public static List<Problem> of(Program program, Types types, boolean embed) {
    SaveCheck check = new SaveCheck(program, types, embed);
    check.nodes();
    check
        .program
        .components()
        .byName()
        .forEach((name, component) -> check.component(new Place(program.root(), "/"), component));
    return check.problems;
  }

  private void nodes() {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.push(new Place(program.root(), "/"));
    while (!open.isEmpty()) {
      Place place = open.pop();
      List<Node> children = place.node.children();
      if (seen.add(place.node)) {
        node(place);
        for (int i = children.size() - 1; i >= 0; i--) {
          open.push(new Place(children.get(i), Paths.child(place.path, i)));
        }
      }
    }
  }

  private void node(Place place) {
    Construct construct = place.node.construct();
    Method method = method(construct);
    if (method != null && method.isLambda()) {
      add(
          place,
          "it calls a lambda, which cannot be saved; write a method of a component and call it by"
              + " reference, such as call(kf::next)");
      return;
    }
    if (method != null && method.receiver() != null) {
      component(place, method.receiver());
    } else if (method != null) {
      isLoaded(place, method);
    }
    attempt(
        place, () -> ProgramCodec.details(construct, new LinkedHashMap<>(), values, place.path));
  }

  private void isLoaded(Place place, Method method) {
    if (!types.isRegistered(method.owner()) || method.isConstructor()) {
      add(
          place,
          String.format(
              Locale.ROOT,
              "it calls %s of %s, which %s",
              method.isConstructor() ? "a constructor" : method.name(),
              method.owner().getName(),
              method.isConstructor()
                  ? "cannot be found again by name; call a method that makes one"
                  : "is not registered and would not be loaded (SavedTypes, or"
                      + " Experiment.types)"));
    }
  }

  private void component(Place place, Object component) {
    Components components = program.components();
    String name = components.of(component);
    attempt(place, () -> values.token(component, name == null ? place.path : name));
  }

  private void attempt(Place place, Runnable saving) {
    try {
      saving.run();
    } catch (CheckpointException e) {
      add(place, String.valueOf(e.getMessage()));
    }
  }

  private void add(Place place, String sentence) {
    String label = place.node.label(program.components());
    problems.add(new Problem(place.path, label, Severity.WARNING, sentence));
  }

  private static @Nullable Method method(Construct construct) {
    return switch (construct) {
      case Call call -> call.method();
      case Buffer buffer when buffer.count() instanceof Count.Supplied supplied ->
          supplied.method();
      default -> null;
    };
  }
}
