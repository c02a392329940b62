package jacquard.program;

import jacquard.program.Problem.Severity;
import jacquard.vm.Args;
import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Construct;
import jacquard.vm.Count;
import jacquard.vm.Method;
import jacquard.vm.Node;
import jacquard.vm.SavePoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The search for everything that is known to be wrong with a program before it runs. */
final class Check {
  private final Program program;
  private final List<Problem> problems = new ArrayList<>();
  private final Findings findings;
  private final Set<Object> unnamed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Place> savePoints = new HashMap<>();

  private Check(Program program) {
    this.program = program;
    this.findings = new Findings(program.components(), problems::add);
  }

  /** The problems of a program that is started on values; null if they are not known. */
  static List<Problem> of(Program program, @Nullable Args started) {
    Check check = new Check(program);
    Wiring.walk(program.root(), flow(started), check.findings);
    check.nodes();
    return check.problems.stream().distinct().sorted(Problem.BY_PATH).toList();
  }

  private static Flow flow(@Nullable Args started) {
    if (started == null || !started.named().isEmpty()) {
      return Flow.ANY;
    }
    List<Class<?>> types = new ArrayList<>();
    started.values().forEach(value -> types.add(value.getClass()));
    return new Flow(types.size(), types.size(), types);
  }

  private void warn(Place place, String sentence) {
    findings.add(place, Severity.WARNING, sentence);
  }

  /** Looks at every node once, at its first place. */
  private void nodes() {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.push(new Place(program.root(), null, 0));
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (seen.add(place.node)) {
        named(place);
        savePoint(place);
        for (int i = place.node.children().size() - 1; i >= 0; i--) {
          open.push(new Place(place.node.children().get(i), place, i));
        }
      }
    }
  }

  private void named(Place place) {
    Method method = method(place.node.construct());
    Object component = method == null || method.isLambda() ? null : method.receiver();
    if (component != null && program.components().of(component) == null && unnamed.add(component)) {
      warn(
          place,
          String.format(
              Locale.ROOT,
              "the component it calls, a %s, has no name: no text can call it and no checkpoint"
                  + " tell of it",
              component.getClass().getName()));
    }
  }

  private static @Nullable Method method(Construct construct) {
    return switch (construct) {
      case Call call -> call.method();
      case Buffer buffer when buffer.count() instanceof Count.Supplied supplied ->
          supplied.method();
      default -> null;
    };
  }

  private void savePoint(Place place) {
    if (place.node.construct() instanceof SavePoint savePoint) {
      Place first = savePoints.putIfAbsent(savePoint.name(), place);
      if (first != null) {
        warn(
            place,
            String.format(Locale.ROOT, "another checkpoint at %s has this name", first.path()));
      }
    }
  }
}
