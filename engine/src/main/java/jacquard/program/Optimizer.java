package jacquard.program;

import jacquard.vm.BatchMethod;
import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Chain;
import jacquard.vm.Choose;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.Paths;
import jacquard.vm.ProgramException;
import jacquard.vm.Repeat;
import jacquard.vm.Routine;
import jacquard.vm.Threaded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The account of what an optimized run of a program does otherwise; the machine itself decides by
 * the same rules.
 */
final class Optimizer {
  private static final String SAME_LOOP = "same calls, same order, same count of steps";

  private record Place(Node node, String path) {}

  private final Names names;
  private final List<Optimized.Rewrite> rewrites = new ArrayList<>();

  private Optimizer(Names names) {
    this.names = names;
  }

  /**
   * A program and the account of it.
   *
   * @throws ProgramException naming the path where a component's mark is wrong
   */
  static Optimized optimize(Program program) {
    Optimizer optimizer = new Optimizer(program.components());
    ArrayDeque<Place> open = new ArrayDeque<>(List.of(new Place(program.root(), "/")));
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (optimizer.looksInto(place)) {
        List<Node> children = place.node.children();
        for (int i = children.size() - 1; i >= 0; i--) {
          open.push(new Place(children.get(i), Paths.child(place.path, i)));
        }
      }
    }
    return new Optimized(program, List.copyOf(optimizer.rewrites));
  }

  /** Tells of one node; whether its children are run by an optimized construct too. */
  private boolean looksInto(Place place) {
    switch (place.node.construct()) {
      case Threaded<?> threaded -> {
        add(place, "in place", "its threads, a step a pass", "they see each other's steps");
        return false;
      }
      case Buffer buffer -> buffer(place);
      case Repeat repeat -> repeat(place);
      case Choose choose -> add(place, "in place", "no continuation", "bodies are re-enterable");
      case Routine<?> routine when !place.node.children().isEmpty() ->
          add(place, "keep", "", "the engine does not know its body; what it calls is optimized");
      case Call call when !place.node.hooks().isEmpty() ->
          add(place, "keep", "", "its hooks are told of single steps");
      default -> {}
    }
    return true;
  }

  private void repeat(Place place) {
    List<Node> children = place.node.children();
    int calls = 0;
    for (int i = 0; i < children.size(); i++) {
      calls += children.get(i).unhookedCall() == null ? 0 : 1;
    }
    if (calls == children.size() && calls > 0) {
      add(place, "fuse", "one loop over " + plural(calls, "call"), SAME_LOOP);
    } else if (calls > 0) {
      add(place, "fuse", plural(calls, "call") + " in place between the others", SAME_LOOP);
    } else if (!children.isEmpty()) {
      add(place, "in place", "no continuation", "bodies are re-enterable");
    }
    for (int i = 0; i < children.size(); i++) {
      Chain chain = Chain.at(children, i);
      if (chain != null) {
        String first = Paths.child(place.path, i);
        add(first, "chain", labels(chain), "one function", "the components promise equal values");
        i += chain.calls().size() - 1;
      }
    }
  }

  private void buffer(Place place) {
    Call call = place.node.children().get(0).unhookedCall();
    if (call == null) {
      add(place, "in place", "no continuation", "bodies are re-enterable");
      return;
    }
    BatchMethod batch = place.node.hooks().isEmpty() ? batch(place, call) : null;
    if (batch != null) {
      add(
          place,
          "batch",
          "one call of " + batch.method().label(names),
          "the component promises the same stack and state");
    } else {
      add(place, "fuse", "one loop over the call, stacked as it goes", SAME_LOOP);
    }
  }

  private static @org.jspecify.annotations.Nullable BatchMethod batch(Place place, Call call) {
    try {
      return BatchMethod.of(call);
    } catch (ProgramException e) {
      throw new ProgramException(place.path + ": " + e.getMessage());
    }
  }

  private String labels(Chain chain) {
    return chain.calls().stream().map(c -> c.detail(names)).collect(Collectors.joining(", "));
  }

  private static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void add(Place place, String rule, String after, String why) {
    add(place.path, rule, place.node.label(names), after, why);
  }

  private void add(String path, String rule, String before, String after, String why) {
    rewrites.add(new Optimized.Rewrite(path, rule, before, after, why));
  }
}
