package jacquard.program;

import jacquard.vm.Buffer;
import jacquard.vm.Choose;
import jacquard.vm.Construct;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Jump;
import jacquard.vm.Loop;
import jacquard.vm.Node;
import jacquard.vm.Parallel;
import jacquard.vm.Progress;
import jacquard.vm.Repeat;
import jacquard.vm.Routine;
import jacquard.vm.SavePoint;
import jacquard.vm.Task;
import jacquard.vm.Threaded;
import jacquard.vm.Vm;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fraction of a run that is behind, its parts weighed by their {@linkplain Cost steps}.
 *
 * <p>A part of which the tree tells only the fewest steps weighs as many, a scheduler more than all
 * whose steps are known; so the fraction never shrinks. Within what has no end nothing is behind,
 * nor within a scheduler, or a generator that does not say how far it is.
 */
final class Behind {
  /** Of more threads the first ones tell enough. */
  private static final int THREADS = 1000;

  /** More than the steps of anything whose steps the tree tells, less than without end. */
  private static final double UNKNOWN = 1e12;

  /** The weights of the program that was looked at last: a bar looks ten times a second. */
  private static volatile SoftReference<Weights> last = new SoftReference<>(null);

  private record Weights(Node root, IdentityHashMap<Node, Double> all) {
    double of(Node node) {
      return 1 + Objects.requireNonNull(all.get(node));
    }
  }

  private final Weights weights;

  private Behind(Weights weights) {
    this.weights = weights;
  }

  /** The fraction, 0 to 1, and 1 only at the end. */
  static double of(Vm run) {
    if (run.isDone()) {
      return 1;
    }
    Node root = run.root().node();
    Weights known = last.get();
    if (known == null || known.root != root) {
      known = weigh(root);
      last = new SoftReference<>(known);
    }
    return Math.min(new Behind(known).jump(run.jump()), Math.nextDown(1.0));
  }

  /** The fewest steps of each node, and much for each scheduler in it. */
  private static Weights weigh(Node root) {
    IdentityHashMap<Node, Cost> costs = Cost.all(root);
    IdentityHashMap<Node, Double> weights = new IdentityHashMap<>();
    ArrayDeque<Node> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Node node = open.peek();
      int before = open.size();
      node.children().stream().filter(each -> !weights.containsKey(each)).forEach(open::push);
      if (open.size() == before) {
        double weight = Cost.cost(node, costs).least() + (isOpen(node.construct()) ? UNKNOWN : 0);
        for (Node child : node.children()) {
          double unknown =
              Objects.requireNonNull(weights.get(child)) - Cost.cost(child, costs).least();
          weight += unknown;
        }
        weights.put(open.pop(), weight);
      }
    }
    return new Weights(root, weights);
  }

  /** Whether it may run its children as often as it likes, as a scheduler does. */
  private static boolean isOpen(Construct construct) {
    return construct instanceof Routine<?>
        && !(construct instanceof Repeat
            || construct instanceof Buffer
            || construct instanceof Choose
            || construct instanceof Threaded<?>
            || construct instanceof SavePoint
            || construct instanceof Generator<?>);
  }

  /** What is behind of a run, or of the thread, that a jump moves. */
  private double jump(Jump jump) {
    if (jump.isReturn()) {
      return 1;
    }
    List<Task> chain = new ArrayList<>();
    Position.follow(jump, chain);
    double done = 0;
    double share = 1;
    for (int i = 0; i < chain.size(); i++) {
      Task task = chain.get(i);
      boolean waits = i + 1 < chain.size();
      Task child = waits ? chain.get(i + 1) : jump.replyTo() == task ? jump.to() : null;
      List<Jump> threads = task.threads();
      Part part =
          threads.isEmpty() ? part(task, child) : new Part(threads(task.node(), threads), 0);
      done += share * part.before;
      share *= part.size;
    }
    return done;
  }

  /**
   * A child's part of the task around it.
   *
   * @param before what is behind when the child begins
   * @param size what the child takes
   */
  private record Part(double before, double size) {}

  /** The part of a child that is at work, or of one that has answered if it is null. */
  private Part part(Task task, @Nullable Task child) {
    return switch (task.node().construct()) {
      case Loop loop -> new Part(0, 0);
      case Repeat repeat -> inRound(task, child, repeat.rounds());
      case Choose choose -> inChoice(task, child);
      case Buffer buffer -> counted(task.progress(), child == null ? 1 : 0);
      default -> counted(task.progress(), 0);
    };
  }

  private Part inRound(Task task, @Nullable Task child, long rounds) {
    int at = child == null ? Math.toIntExact(local(task, "child")) : index(task, child);
    List<Node> children = task.node().children();
    double before = 0;
    double all = 0;
    for (int i = 0; i < children.size(); i++) {
      double weight = weights.of(children.get(i));
      before += i < at || (i == at && child == null) ? weight : 0;
      all += weight;
    }
    double size = child == null ? 0 : weights.of(children.get(at));
    return new Part((local(task, "round") + before / all) / rounds, size / all / rounds);
  }

  private Part inChoice(Task task, @Nullable Task child) {
    List<Node> children = task.node().children();
    double selector = weights.of(children.getFirst());
    double option = children.stream().skip(1).mapToDouble(weights::of).min().orElse(1);
    boolean isChosen = local(task, "option") >= 0;
    double part = selector / (selector + option);
    return child == null
        ? new Part(isChosen ? 1 : part, 0)
        : isChosen ? new Part(part, 1 - part) : new Part(0, part);
  }

  private static Part counted(@Nullable Progress progress, int answered) {
    if (progress == null || progress.of() <= 0 || progress.of() == Progress.ENDLESS) {
      return new Part(0, 0); // not read yet, or not known
    }
    double of = progress.of();
    return new Part((progress.at() - 1 + answered) / of, answered == 0 ? 1 / of : 0);
  }

  /** A Weave ends with the thread that ends first, a Parallel with all. */
  private double threads(Node node, List<Jump> threads) {
    double sum = 0;
    double all = 0;
    double most = 0;
    for (int i = 0; i < Math.min(threads.size(), THREADS); i++) {
      double behind = jump(threads.get(i));
      double weight = weights.of(node.children().get(i));
      sum += weight * behind;
      all += weight;
      most = Math.max(most, behind);
    }
    return node.construct() instanceof Parallel ? sum / all : most;
  }

  private static int index(Task task, Task child) {
    int i = 0;
    while (task.child(i) != child) {
      i++;
    }
    return i;
  }

  private static long local(Task task, String name) {
    Frame frame = Objects.requireNonNull(task.frame());
    return ((Number) Objects.requireNonNull(frame.locals().get(name))).longValue();
  }
}
