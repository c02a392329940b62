package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.vm.Atomic;
import jacquard.vm.HalfDone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in a row: each takes what the one before it gives.
 *
 * <p>{@link Training} trains them one after the other.
 */
public final class Flow implements Stateful {
  private List<FlowNode> nodes;

  /**
   * Makes a flow of nodes, which it shares with whoever has them.
   *
   * @throws FlowException if there is none, one stands twice, or the widths of two neighbours
   *     differ
   */
  public Flow(FlowNode... nodes) {
    this(List.of(nodes));
  }

  /** Makes a flow of nodes, as the other constructor does. */
  public Flow(List<? extends FlowNode> nodes) {
    this.nodes = List.copyOf(nodes);
    check(this.nodes);
  }

  /** To be loaded. */
  private Flow() {
    this.nodes = List.of();
  }

  @Override
  public void state(State s) {
    nodes = List.copyOf(s.value("nodes", nodes));
  }

  private static void check(List<FlowNode> nodes) {
    if (nodes.isEmpty()) {
      throw new FlowException("a flow needs at least one node");
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.indexOf(nodes.get(i)) != i) {
        throw new FlowException(String.format(Locale.ROOT, "node %d stands in the flow twice", i));
      }
      int given = i == 0 ? 0 : nodes.get(i - 1).outputs();
      nodes.get(i).takes(given);
      int taken = nodes.get(i).inputs();
      if (given != 0 && taken != 0 && given != taken) {
        throw new FlowException(
            String.format(
                Locale.ROOT,
                "node %d (%s) gives rows of %d, but node %d (%s) takes rows of %d",
                i - 1,
                nodes.get(i - 1).name(),
                given,
                i,
                nodes.get(i).name(),
                taken));
      }
    }
  }

  /** Ends the present phase of a node, and tells others the widths that are known then. */
  void stopTraining(int node) {
    nodes.get(node).stopTraining();
    try {
      check(nodes);
    } catch (RuntimeException e) {
      throw HalfDone.mark(e); // what the node has learned in the phase is put together already
    }
  }

  /** Has a node learn from a chunk, as the nodes before it turn it. */
  void train(int node, Examples x) {
    if (node == 0) {
      nodes.getFirst().train(x);
      return;
    }
    Execution.Result given = executed(x, node);
    nodes.get(node).train(given.rows());
    join(given.forks());
  }

  /** What the first nodes give, and the forks of those that change when they are executed. */
  private Execution.Result executed(Examples x, int count) {
    List<FlowNode> first = nodes.subList(0, count);
    return first.stream().anyMatch(FlowNode::useExecuteFork)
        ? new Execution(first).apply(x)
        : new Execution.Result(through(first, x), List.of());
  }

  /** How many nodes there are. */
  public int size() {
    return nodes.size();
  }

  /** The nodes, in order. */
  public List<FlowNode> nodes() {
    return nodes;
  }

  /** Node {@code i}, from 0. */
  public FlowNode node(int i) {
    return nodes.get(i);
  }

  /** A flow of the nodes of this one and then the other's; they are shared. */
  public Flow then(Flow other) {
    List<FlowNode> all = new ArrayList<>(nodes);
    all.addAll(other.nodes);
    return new Flow(all);
  }

  /** A flow of the nodes from one up to but without another; they are shared. */
  public Flow slice(int from, int to) {
    return new Flow(nodes.subList(from, to));
  }

  /** Trains every node that still has to be, each on all chunks. */
  public void train(Iterable<? extends Examples> chunks) {
    new Training(this, chunks).run();
  }

  /** Does the same with workers, to the same bits. */
  public void train(Iterable<? extends Examples> chunks, Workers workers) {
    new Training(this, chunks).on(workers).run();
  }

  /** What the last node gives for these rows, under the same labels. */
  @Atomic
  public Batch execute(Examples x) {
    return execute(x, size());
  }

  /**
   * What the first nodes give for these rows.
   *
   * @param count of the nodes, at least 1
   */
  @Atomic
  public Batch execute(Examples x, int count) {
    if (count < 1 || count > size()) {
      throw new FlowException(
          String.format(
              Locale.ROOT, "the first %d nodes of a flow of %d cannot be executed", count, size()));
    }
    Execution.Result result = executed(x, count);
    join(result.forks());
    return result.rows();
  }

  /** What the last of some nodes gives. */
  static Batch through(List<FlowNode> nodes, Examples x) {
    Examples y = x;
    for (int i = 0; i < nodes.size(); i++) {
      try {
        y = nodes.get(i).execute(y);
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new FlowException("node " + i + " of the flow: " + e.getMessage(), e);
      }
    }
    return (Batch) y;
  }

  /**
   * What the last node gives for chunks of rows, below each other.
   *
   * @throws FlowException if there are none
   */
  @Atomic
  public Batch execute(Iterable<? extends Examples> chunks) {
    List<Execution.Result> results = new ArrayList<>();
    chunks.forEach(chunk -> results.add(executed(chunk, size())));
    return joined(results);
  }

  /** Does the same with workers, to the same bits. */
  @Atomic
  public Batch execute(Iterable<? extends Examples> chunks, Workers workers) {
    return execute(chunks, workers, size());
  }

  /**
   * Does the same with the first nodes only.
   *
   * @param count of the nodes, at least 1
   */
  @Atomic
  public Batch execute(Iterable<? extends Examples> chunks, Workers workers, int count) {
    Execution execution = new Execution(slice(0, count).nodes);
    List<Execution.Result> results = new ArrayList<>();
    Iterator<Examples> sent = Portable.of(chunks.iterator());
    try (var row = new InOrder<>(workers, execution, sent, 0)) {
      while (row.hasNext()) {
        results.add(row.next());
      }
    }
    return joined(results);
  }

  /** Joins the forks that were executed, by the place of their node. */
  void join(List<@Nullable FlowNode> forks) {
    for (int i = 0; i < forks.size(); i++) {
      FlowNode fork = forks.get(i);
      if (fork != null) {
        nodes.get(i).join(fork);
      }
    }
  }

  /** The rows of all, below each other; nodes change only when all chunks were executed. */
  private Batch joined(List<Execution.Result> results) {
    if (results.isEmpty()) {
      throw new FlowException("there are no chunks to execute");
    }
    List<Batch> rows = results.stream().map(Execution.Result::rows).toList();
    Batch all = rows.getFirst().stack(rows);
    results.forEach(result -> join(result.forks()));
    return all;
  }

  /**
   * The rows that {@link #execute(Examples)} would turn into these.
   *
   * @throws FlowException if a node has no inverse
   */
  @Atomic
  public Batch inverse(Examples y) {
    Examples x = y;
    for (int i = size() - 1; i >= 0; i--) {
      try {
        x = nodes.get(i).inverse(x);
      } catch (RuntimeException e) {
        throw new FlowException("node " + i + " of the flow: " + e.getMessage(), e);
      }
    }
    return (Batch) x;
  }

  /** Such as {@code PcaNode 100 > 50, SfaNode 50 > 10}; {@code ?} for what is not known. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    for (FlowNode node : nodes) {
      words.add(node.name() + " " + width(node.inputs()) + " > " + width(node.outputs()));
    }
    return String.join(", ", Collections.unmodifiableList(words));
  }

  private static String width(int columns) {
    return columns == 0 ? "?" : Integer.toString(columns);
  }
}
