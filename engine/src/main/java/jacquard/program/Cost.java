package jacquard.program;

import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Choose;
import jacquard.vm.Count;
import jacquard.vm.Node;
import jacquard.vm.Parallel;
import jacquard.vm.Repeat;
import jacquard.vm.SavePoint;
import jacquard.vm.Weave;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The number of steps one execution takes, as far as the tree alone tells.
 *
 * <p>The formulas are those of {@code engine/docs/SEMANTICS.md}. Choices, supplied counts and
 * generators make it a range.
 *
 * @param least the fewest steps; {@link #ENDLESS} if it never ends
 * @param most the most steps; {@link #ENDLESS} if that is not bounded
 */
public record Cost(long least, long most) {
  /** More steps than any run takes. */
  public static final long ENDLESS = Long.MAX_VALUE;

  private static final Cost ONE = new Cost(1, 1);

  /** The steps of one execution of a tree. */
  public static Cost of(Node root) {
    return cost(root, all(root));
  }

  /** The steps of one execution of every node of a tree. */
  static IdentityHashMap<Node, Cost> all(Node root) {
    IdentityHashMap<Node, Cost> costs = new IdentityHashMap<>();
    ArrayDeque<Node> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.peek();
      int before = open.size();
      if (!costs.containsKey(node)) {
        node.children().stream().filter(c -> !costs.containsKey(c)).forEach(open::push);
      }
      if (open.size() == before) {
        open.pop();
        costs.computeIfAbsent(node, n -> own(n, costs));
      }
    }
    return costs;
  }

  /** The cost of a node whose tree was computed. */
  static Cost cost(Node node, IdentityHashMap<Node, Cost> costs) {
    return Objects.requireNonNull(costs.get(node));
  }

  private static Cost own(Node node, IdentityHashMap<Node, Cost> costs) {
    return switch (node.construct()) {
      case Call call -> ONE;
      case SavePoint savePoint -> ONE;
      case Repeat repeat -> ONE.plus(oneRound(node, costs).times(repeat.rounds()));
      case Buffer buffer -> ONE.plus(buffer(buffer.count(), oneRound(node, costs)));
      case Weave weave -> ONE.plus(quickest(node, costs).times(node.children().size()));
      case Parallel parallel -> ONE.plus(all(node, costs));
      case Choose choose ->
          ONE.plus(ONE)
              .plus(cost(node.children().get(0), costs))
              .plus(ONE)
              .plus(option(node, costs));
      default -> new Cost(1, ENDLESS);
    };
  }

  private static Cost oneRound(Node node, IdentityHashMap<Node, Cost> costs) {
    return round(node.children(), costs);
  }

  /** The steps of running some children in order, the turns in between included. */
  static Cost round(List<Node> children, IdentityHashMap<Node, Cost> costs) {
    Cost sum = new Cost(0, 0);
    for (Node child : children) {
      sum = sum.plus(ONE).plus(cost(child, costs));
    }
    return sum;
  }

  private static Cost buffer(Count count, Cost value) {
    return count instanceof Count.Fixed fixed
        ? value.times(fixed.value())
        : new Cost(0, value.times(ENDLESS).most);
  }

  private static Cost quickest(Node node, IdentityHashMap<Node, Cost> costs) {
    Cost quickest = new Cost(ENDLESS, ENDLESS);
    for (Node child : node.children()) {
      Cost c = cost(child, costs);
      quickest = new Cost(Math.min(quickest.least, c.least), Math.min(quickest.most, c.most));
    }
    return quickest;
  }

  private static Cost all(Node node, IdentityHashMap<Node, Cost> costs) {
    Cost sum = new Cost(0, 0);
    for (Node child : node.children()) {
      sum = sum.plus(cost(child, costs));
    }
    return sum;
  }

  static Cost option(Node node, IdentityHashMap<Node, Cost> costs) {
    Cost any = new Cost(ENDLESS, 0);
    for (Node child : node.children().subList(1, node.children().size())) {
      Cost c = cost(child, costs);
      any = new Cost(Math.min(any.least, c.least), Math.max(any.most, c.most));
    }
    return any;
  }

  /** The same, but what was endless before a subtraction stays so. */
  Cost endlessly(Cost before) {
    return new Cost(
        before.least == ENDLESS ? ENDLESS : least, before.most == ENDLESS ? ENDLESS : most);
  }

  /** The fewer steps of two that go on at the same time. */
  Cost orLess(Cost other) {
    return new Cost(Math.min(least, other.least), Math.min(most, other.most));
  }

  /** So many steps more, or fewer down to none. */
  Cost later(long more) {
    return new Cost(later(least, more), later(most, more));
  }

  private static long later(long steps, long more) {
    return more > 0 ? sum(steps, more) : Math.max(0, steps + more);
  }

  Cost plus(Cost other) {
    return new Cost(sum(least, other.least), sum(most, other.most));
  }

  Cost times(long n) {
    return new Cost(product(least, n), product(most, n));
  }

  private static long sum(long a, long b) {
    return a > ENDLESS - b ? ENDLESS : a + b;
  }

  private static long product(long a, long n) {
    return n <= 0 || a == 0 ? 0 : a > ENDLESS / n ? ENDLESS : a * n;
  }

  /** Whether the number of steps is known exactly. */
  public boolean isExact() {
    return least == most && least != ENDLESS;
  }

  /** Such as {@code 28,881 steps}, {@code 5 to 7 steps}, {@code 12 or more steps}. */
  @Override
  public String toString() {
    if (least == ENDLESS) {
      return "endless";
    }
    if (most == ENDLESS) {
      return String.format(Locale.ROOT, "%,d or more steps", least);
    }
    return least == most
        ? String.format(Locale.ROOT, "%,d step%s", least, least == 1 ? "" : "s")
        : String.format(Locale.ROOT, "%,d to %,d steps", least, most);
  }
}
