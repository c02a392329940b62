package jacquard.checkpoint;

import jacquard.program.Components;
import jacquard.program.Problem;
import jacquard.program.Problem.Severity;
import jacquard.program.Program;
import jacquard.vm.Args;
import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Construct;
import jacquard.vm.Count;
import jacquard.vm.Hook;
import jacquard.vm.Method;
import jacquard.vm.Node;
import jacquard.vm.Paths;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The search for everything that would keep a program and its components from being saved. */
public final class SaveCheck {
  private record Place(Node node, String path) {}

  /** Stands for the program's name in messages. */
  private static final String NAME = "the program";

  private final Program program;
  private final Types types;
  private final Encoder values;
  private final List<Problem> problems = new ArrayList<>();

  private SaveCheck(Program program, Types types, boolean embed) {
    this.program = program;
    this.types = types;
    this.values = new Encoder(new Structure(), types, embed);
  }

  /**
   * What would keep a program from being saved or loaded, by path; the state of each component is
   * looked through as it is now, and reported where the program first calls it. If nothing is found
   * so, the program is saved and loaded once, in memory.
   *
   * @param embed whether data that could be saved by reference is to be saved itself
   * @param args what the program is to be started on
   */
  public static List<Problem> of(Program program, Types types, boolean embed, Args args) {
    SaveCheck check = new SaveCheck(program, types, embed);
    check.nodes();
    Place root = new Place(program.root(), "/");
    program.components().byName().forEach((name, component) -> check.component(root, component));
    if (check.problems.isEmpty()) {
      check.attempt(
          root,
          () ->
              Verification.problems(image(program, embed, args), types)
                  .forEach(sentence -> check.add(root, sentence)));
    }
    check.results();
    return check.problems;
  }

  private static Checkpoint.Image image(Program program, boolean embed, Args args) {
    Map<String, Vm> runs = new LinkedHashMap<>();
    try {
      runs.put(NAME, program.start(args));
    } catch (ProgramException e) {
      // Program.check says what is wrong with it
    }
    return new Checkpoint.Image(program.components(), Map.of(NAME, program.root()), runs, embed);
  }

  private void nodes() {
    forEachNode(this::node);
  }

  private void forEachNode(Consumer<Place> action) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.push(new Place(program.root(), "/"));
    while (!open.isEmpty()) {
      Place place = open.pop();
      List<Node> children = place.node.children();
      if (seen.add(place.node)) {
        action.accept(place);
        for (int i = children.size() - 1; i >= 0; i--) {
          open.push(new Place(children.get(i), Paths.child(place.path, i)));
        }
      }
    }
  }

  private void node(Place place) {
    Construct construct = place.node.construct();
    for (Hook hook : place.node.hooks()) {
      called(place, hook.call().method(), "its hook \"" + hook + "\"");
    }
    Method method = method(construct);
    if (method == null || called(place, method, "it")) {
      attempt(
          place, () -> ProgramCodec.details(construct, new LinkedHashMap<>(), values, place.path));
    }
  }

  /** Looks at a called method and its component; gives whether it has a name to be found by. */
  private boolean called(Place place, Method method, String who) {
    if (method.isLambda()) {
      add(
          place,
          who
              + " calls a lambda, which cannot be saved; write a method of a component and call it"
              + " by reference, such as call(kf::next)");
      return false;
    }
    if (method.receiver() != null) {
      component(place, method.receiver());
    } else {
      isLoaded(place, method, who);
    }
    return true;
  }

  /** What a call gives is part of the state until the next step has taken it. */
  private void results() {
    forEachNode(
        place -> {
          if (place.node.construct() instanceof Call call && !call.method().isLambda()) {
            Class<?> type = call.method().type().returnType();
            if (types.isNeverSaved(type)) {
              add(
                  place,
                  String.format(
                      Locale.ROOT,
                      "it gives a %s, which cannot be saved, so no checkpoint can be taken after"
                          + " this step: let it be Stateful or a record, and register it"
                          + " (SavedTypes, or Experiment.types)",
                      type.getName()));
            }
          }
        });
  }

  private void isLoaded(Place place, Method method, String who) {
    if (!types.isRegistered(method.owner()) || method.isConstructor()) {
      add(
          place,
          String.format(
              Locale.ROOT,
              "%s calls %s of %s, which %s",
              who,
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
