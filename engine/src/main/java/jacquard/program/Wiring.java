package jacquard.program;

import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Choose;
import jacquard.vm.Count;
import jacquard.vm.Loop;
import jacquard.vm.Node;
import jacquard.vm.Parallel;
import jacquard.vm.Repeat;
import jacquard.vm.SavePoint;
import jacquard.vm.Threaded;
import jacquard.vm.Weave;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A walk through a program with what is known of its values in the place of values: each construct
 * hands on what it would hand on, for as many rounds as bring something new.
 *
 * <p>A node is walked once for each kind of values it gets, so that what is wrong with a shared one
 * is told at its first place.
 */
final class Wiring {
  /** After so many rounds that all differ nothing is taken to be known. */
  private static final int ROUNDS = 20;

  /** One execution of a node. */
  static final class Visit extends Place {
    final Flow in;

    /** Whether a weave, or a construct nobody knows, may abandon it. */
    final boolean mayBeLeft;

    /** What gave the values; null for the program's own. */
    final @Nullable Node from;

    final List<Flow> rounds = new ArrayList<>();
    Flow flow;
    int child;
    @Nullable Flow result;

    Visit(Node node, @Nullable Visit parent, int index, Flow in, @Nullable Node from) {
      super(node, parent, index);
      this.in = in;
      this.flow = in;
      this.from = from;
      this.mayBeLeft =
          parent != null
              && (parent.mayBeLeft
                  || parent.node.construct() instanceof Weave
                  || !isBuiltIn(parent.node));
    }

    /** The round of the repeat around it, from 1; 1 elsewhere. */
    int round() {
      return parent instanceof Visit visit ? Math.max(1, visit.rounds.size()) : 1;
    }

    Visit enter(int i, Flow values, @Nullable Node from) {
      return new Visit(node.children().get(i), this, i, values, from);
    }
  }

  private record Key(Flow in, boolean mayBeLeft) {}

  private final Findings findings;
  private final IdentityHashMap<Node, Map<Key, Flow>> known = new IdentityHashMap<>();

  private Wiring(Findings findings) {
    this.findings = findings;
  }

  static void walk(Node root, Flow started, Findings findings) {
    new Wiring(findings).walk(root, started);
  }

  private static boolean isBuiltIn(Node node) {
    return switch (node.construct()) {
      case Repeat r -> true;
      case Buffer b -> true;
      case Choose c -> true;
      case Threaded<?> t -> true;
      default -> false;
    };
  }

  private void walk(Node root, Flow started) {
    ArrayDeque<Visit> open = new ArrayDeque<>();
    open.push(new Visit(root, null, 0, started, null));
    Flow reply = null;
    while (!open.isEmpty()) {
      Visit visit = open.element();
      Visit next = reply == null ? begin(visit) : goOn(visit, reply);
      reply = null;
      Flow already = next == null ? null : known(next);
      if (next == null) {
        open.pop();
        reply = java.util.Objects.requireNonNull(visit.result);
        known
            .computeIfAbsent(visit.node, n -> new HashMap<>())
            .put(new Key(visit.in, visit.mayBeLeft), reply);
      } else if (already != null) {
        reply = already;
      } else {
        open.push(next);
      }
    }
  }

  private @Nullable Flow known(Visit visit) {
    return known.getOrDefault(visit.node, Map.of()).get(new Key(visit.in, visit.mayBeLeft));
  }

  private static @Nullable Visit done(Visit visit, Flow result) {
    visit.result = result;
    return null;
  }

  /** The first child, or null if the result is known without any. */
  private @Nullable Visit begin(Visit v) {
    boolean isLeaf = v.node.children().isEmpty();
    return switch (v.node.construct()) {
      case Call call -> {
        findings.call(v, call);
        yield done(v, Flow.result(call.result()));
      }
      case SavePoint savePoint -> done(v, v.in);
      case Repeat repeat when repeat.rounds() <= 0 && !isLeaf -> {
        findings.neverEntered(v);
        yield done(v, v.in);
      }
      case Buffer buffer when buffer.count() instanceof Count.Fixed(long n) && n <= 0 -> {
        findings.neverEntered(v);
        yield done(v, Flow.one(double[].class));
      }
      case Repeat repeat -> {
        v.rounds.add(v.in);
        yield isLeaf ? done(v, v.in) : v.enter(0, v.in, v.from);
      }
      case Buffer buffer -> v.enter(0, v.in, v.from);
      case Weave weave -> {
        v.flow = Flow.NEVER;
        yield isLeaf ? done(v, v.in) : v.enter(0, v.in, v.from);
      }
      case Parallel parallel -> {
        v.flow = Flow.NONE;
        yield isLeaf ? done(v, Flow.NONE) : v.enter(0, v.in, v.from);
      }
      case Choose choose -> v.enter(0, v.in, v.from);
      default -> isLeaf ? done(v, Flow.ANY) : v.enter(0, Flow.ANY, v.node);
    };
  }

  /** The next child after one has replied, or null if the result is known. */
  private @Nullable Visit goOn(Visit v, Flow reply) {
    int last = v.node.children().size() - 1;
    int child = v.child++;
    return switch (v.node.construct()) {
      case Repeat repeat -> repeat(v, repeat, child, reply);
      case Buffer buffer -> done(v, findings.buffer(v, buffer, reply));
      case Weave weave -> thread(v, child, v.flow.or(reply), v.in);
      case Parallel parallel -> {
        Flow all = v.flow.then(reply);
        yield thread(v, child, all, all);
      }
      case Choose choose -> {
        if (child == 0) {
          if (reply.isNever()) {
            findings.neverReached(v, 1);
            yield done(v, Flow.NEVER);
          }
          findings.selector(v, reply);
          v.flow = Flow.NEVER;
        } else {
          v.flow = v.flow.or(reply);
        }
        yield child < last ? v.enter(child + 1, v.in, v.from) : done(v, v.flow);
      }
      default -> child < last ? v.enter(child + 1, Flow.ANY, v.node) : done(v, Flow.ANY);
    };
  }

  /** The next thread; after the last one the result, unless they never end. */
  private @Nullable Visit thread(Visit v, int child, Flow all, Flow result) {
    v.flow = all;
    if (child < v.node.children().size() - 1) {
      return v.enter(child + 1, v.in, v.from);
    }
    if (all.isNever()) {
      findings.endless(v);
    }
    return done(v, all.isNever() ? Flow.NEVER : result);
  }

  private @Nullable Visit repeat(Visit v, Repeat repeat, int child, Flow reply) {
    List<Node> children = v.node.children();
    v.flow = reply;
    if (reply.isNever()) {
      if (child + 1 < children.size()) {
        findings.neverReached(v, child + 1);
      }
      return done(v, Flow.NEVER);
    }
    if (child + 1 < children.size()) {
      return v.enter(child + 1, reply, children.get(child));
    }
    int before = v.rounds.indexOf(reply);
    boolean isOver = v.rounds.size() >= repeat.rounds();
    if (isOver) {
      return done(v, reply);
    }
    if (before < 0 && v.rounds.size() < ROUNDS) {
      v.rounds.add(reply);
      v.child = 0;
      return v.enter(0, reply, children.get(child));
    }
    if (repeat instanceof Loop) {
      findings.endless(v);
      return done(v, Flow.NEVER);
    }
    return done(v, before < 0 ? Flow.ANY : later(v.rounds, before, repeat.rounds()));
  }

  /** What flows after so many rounds of which the last known one is followed by an earlier one. */
  private static Flow later(List<Flow> rounds, int before, long count) {
    int cycle = rounds.size() - before;
    return rounds.get((int) (before + (count - before) % cycle));
  }
}
