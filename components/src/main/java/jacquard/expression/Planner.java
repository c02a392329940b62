package jacquard.expression;

import jacquard.kernels.Kernels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The choice of steps that compute expressions: each value has a place, each operation is a step,
 * and where it is told to optimize several operations become one step where {@link Patterns} or
 * {@link Fused} can.
 *
 * <p>Only what the roots need gets a place.
 */
final class Planner {
  private final Kernels kernels;
  private final boolean optimize;
  private final Actions actions;
  private final Patterns patterns;
  private final Map<Expr, List<Expr>> users;
  private final Set<Expr> roots = new HashSet<>();
  private final Map<Expr, Integer> places = new HashMap<>();
  private final Map<Expr, Integer> order = new HashMap<>();
  private final List<Expr> leaves = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Expr, Planned> chosen = new HashMap<>();
  private int next;

  Planner(Kernels kernels, boolean optimize, Collection<Expr> roots) {
    this.kernels = kernels;
    this.optimize = optimize;
    this.actions = new Actions(kernels);
    this.users = Graph.users(roots);
    this.roots.addAll(roots);
    Graph.ordered(roots).forEach(e -> order.put(e, order.size()));
    this.patterns = new Patterns(kernels, this);
    roots.forEach(this::plan);
  }

  /** The steps in order. */
  List<Step> steps() {
    return steps;
  }

  /** The expressions whose places are to be filled before the steps. */
  List<Expr> leaves() {
    return leaves;
  }

  int place(Expr e) {
    return places.getOrDefault(e, -1);
  }

  int size() {
    return next;
  }

  /** Whether nothing but one expression needs it. */
  boolean isOnlyFor(Expr e, Expr user) {
    return !roots.contains(e) && users.getOrDefault(e, List.of()).stream().allMatch(u -> u == user);
  }

  List<Expr> users(Expr e) {
    return users.getOrDefault(e, List.of());
  }

  /** Plans everything an expression needs, however deep, then itself. */
  private void plan(Expr root) {
    List<Expr> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      Expr e = open.getLast();
      if (places.containsKey(e)) {
        open.removeLast();
        continue;
      }
      Planned planned = choose(e);
      List<Expr> missing =
          planned.operands.stream().filter(part -> !places.containsKey(part)).toList();
      if (missing.isEmpty()) {
        add(e, planned);
      } else {
        open.addAll(missing);
      }
    }
  }

  /**
   * A step that is chosen, not placed.
   *
   * @param of the operation whose operands may not fit
   */
  record Planned(
      Step.Action action,
      List<Expr> operands,
      List<Expr> results,
      String words,
      Expr of,
      int kernels) {}

  private Planned choose(Expr e) {
    return chosen.computeIfAbsent(e, this::chosen);
  }

  private Planned chosen(Expr e) {
    if (e.operands().isEmpty()) {
      return new Planned((cells, a, r) -> {}, List.of(), List.of(e), "", e, 0);
    }
    if (optimize) {
      Planned match = patterns.match(e);
      if (match != null) {
        return match;
      }
    }
    return isElementwise(e) ? fused(e) : alone(e);
  }

  private Planned alone(Expr e) {
    return new Planned(
        Step.one(actions.of(e)),
        e.operands(),
        List.of(e),
        e.op().word(),
        e,
        Actions.launches(e.op()));
  }

  static boolean isElementwise(Expr e) {
    boolean kind =
        e.op() instanceof Op.Unary || e.op() instanceof Op.Binary || e.op() instanceof Op.Where;
    return kind && e.operands().stream().allMatch(part -> part.type() == ElementType.FLOAT);
  }

  /** The largest chain that ends here and of which nothing is needed elsewhere. */
  private Planned fused(Expr root) {
    List<Expr> ordered = optimize ? chain(root) : List.of(root);
    Set<Expr> group = new HashSet<>();
    group.addAll(ordered);
    Set<Expr> outside = new HashSet<>();
    List<Expr> operands = new ArrayList<>();
    for (Expr e : ordered) {
      for (Expr part : e.operands()) {
        if (!group.contains(part) && outside.add(part)) {
          operands.add(part);
        }
      }
    }
    Fused fused = new Fused(kernels, ordered, operands);
    String words = String.join(" ", ordered.stream().map(e -> e.op().word()).toList());
    return new Planned(Step.one(fused), operands, List.of(root), words, root, 0);
  }

  /** From the root down: an operation joins after all that use it had their turn. */
  private List<Expr> chain(Expr root) {
    Comparator<Expr> last = Comparator.comparing(e -> -order.getOrDefault(e, 0));
    PriorityQueue<Expr> open = new PriorityQueue<>(last);
    Set<Expr> group = new HashSet<>();
    List<Expr> found = new ArrayList<>();
    open.add(root);
    while (!open.isEmpty()) {
      Expr e = open.remove();
      boolean joins =
          e == root || (isElementwise(e) && fits(e, root, group) && patterns.match(e) == null);
      if (joins && group.add(e)) {
        found.add(e);
        open.addAll(e.operands());
      }
    }
    return found.reversed();
  }

  private boolean fits(Expr e, Expr root, Set<Expr> group) {
    return !roots.contains(e)
        && e.shape().fills(root.shape())
        && !users(e).isEmpty()
        && group.containsAll(users(e));
  }

  private void add(Expr e, Planned planned) {
    for (Expr result : planned.results) {
      places.put(result, next++);
    }
    if (e.operands().isEmpty()) {
      leaves.add(e);
      return;
    }
    int[] arguments = planned.operands.stream().mapToInt(this::place).toArray();
    int[] results = planned.results.stream().mapToInt(this::place).toArray();
    steps.add(
        new Step(
            planned.action,
            arguments,
            results,
            planned.words,
            Printer.words(planned.of),
            planned.kernels));
  }
}
