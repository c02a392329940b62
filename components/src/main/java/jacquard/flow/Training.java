package jacquard.flow;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;
import jacquard.experiment.Experiment;
import jacquard.vm.Atomic;
import jacquard.vm.HalfDone;
import jacquard.vm.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The training of a flow, one node after the other, each on its chunks as the nodes before it turn
 * them: here or by workers, to the same bits.
 *
 * <p>With {@linkplain #on workers}, each chunk is a job: a fork of the node at work is trained on
 * it, and forks are joined here in the order of the chunks. Nodes that cannot be forked in a phase
 * are trained here, and asked again in the next. Phases are always ended here.
 *
 * <p>It stands between two chunks whenever nobody is in one of its methods; its state is the flow
 * and how many chunks were joined. So it can be saved there and go on elsewhere: jobs that were
 * done ahead are done again. After a failure it goes on, when asked to, at the chunk that failed.
 */
public final class Training implements Stateful {
  private Flow flow;
  private List<@Nullable Iterable<? extends Examples>> data;
  private int node;
  private long joined;

  /** Of a phase that has ended, whose checkpoints were not all told: the node, and its phase. */
  private int endedNode;

  private int endedPhase;

  /** How many checkpoints were told of it; {@value #TOLD} if all were. */
  private int told = TOLD;

  private static final int TOLD = -1;

  private WorkersByNode workers = WorkersByNode.none();
  private List<FlowCheckpoint> checkpoints = new ArrayList<>();
  private @Nullable Phase phase;

  /**
   * A training of all nodes on the same chunks.
   *
   * @throws FlowException if there is nothing to train
   */
  public Training(Flow flow, Iterable<? extends Examples> chunks) {
    this(Collections.nCopies(flow.size(), chunks), flow);
  }

  /**
   * A training of each node on chunks of its own.
   *
   * @param data the chunks for each node; null for nodes that are not trained
   * @throws FlowException if their number is not that of the nodes, or those of a node are missing
   */
  public static Training ofEach(
      Flow flow, List<? extends @Nullable Iterable<? extends Examples>> data) {
    return new Training(data, flow);
  }

  private Training(List<? extends @Nullable Iterable<? extends Examples>> data, Flow flow) {
    this.flow = flow;
    this.data = new ArrayList<>(data);
    if (data.size() != flow.size()) {
      throw new FlowException(
          String.format(
              Locale.ROOT,
              "there are chunks for %d nodes, but the flow has %d; give null for nodes without"
                  + " training",
              data.size(),
              flow.size()));
    }
    for (int i = 0; i < flow.size(); i++) {
      if (flow.node(i).isTraining() && data.get(i) == null) {
        throw new FlowException(
            String.format(
                Locale.ROOT,
                "node %d (%s) is to be trained but has no chunks",
                i,
                flow.node(i).name()));
      }
    }
    advance();
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Training() {}

  @Override
  public void state(State s) {
    flow = s.value("flow", flow);
    data = s.value("data", data);
    node = s.value("node", node);
    joined = s.value("joined", joined);
    told = s.has("told") ? s.value("told", told) : TOLD;
    endedNode = s.has("endedNode") ? s.value("endedNode", endedNode) : 0;
    endedPhase = s.has("endedPhase") ? s.value("endedPhase", endedPhase) : 0;
  }

  /**
   * Has all nodes that can be forked be trained by workers, which the caller closes.
   *
   * @param workers null for training here
   */
  public Training on(@Nullable Workers workers) {
    drop();
    this.workers = WorkersByNode.forAll(workers);
    return this;
  }

  /**
   * Has each node be trained by workers of its own, which are asked for when its turn has come, and
   * closed when it is trained or has failed; those after one that failed are not asked for.
   *
   * @param workers one for each node of the flow; null for nodes to be trained here
   */
  public Training onEach(Iterable<? extends @Nullable Workers> workers) {
    drop();
    this.workers = WorkersByNode.each(workers.iterator());
    return this;
  }

  /**
   * Has this be told of the end of every phase. What one throws is thrown by {@link #run} and the
   * other methods; going on tells it again, and then those behind it.
   */
  public Training checkpoint(FlowCheckpoint checkpoint) {
    checkpoints.add(checkpoint);
    return this;
  }

  /** The flow. */
  public Flow flow() {
    return flow;
  }

  /** Whether all nodes are trained, and all checkpoints told. */
  public boolean isDone() {
    return node == flow.size() && told == TOLD;
  }

  /** Which node is at work, from 0. */
  public int node() {
    return node;
  }

  /** How many chunks of the present phase it has learned from. */
  public long joined() {
    return joined;
  }

  /** Trains all there is left to train. */
  public void run() {
    boolean done = false;
    try {
      while (!isDone()) {
        step();
      }
      done = true;
    } finally {
      workers.close(done ? flow.size() : node);
    }
  }

  /**
   * Does the same; should it fail, saves the flow as it then is, as a checkpoint with the component
   * {@code flow}.
   *
   * @param types classes of one's own that the flow holds
   * @throws FlowException what it failed with, naming the file
   */
  public void run(Path crash, Class<?>... types) {
    try {
      run();
    } catch (RuntimeException | Error e) {
      new Experiment().types(types).component("flow", flow).save(crash);
      throw new FlowException(e.getMessage() + "; the flow was saved in " + crash, e);
    }
  }

  /** Learns from the next chunk, or ends the phase if there is none. */
  public void step() {
    if (told != TOLD) {
      tell();
    } else if (!hasNext()) {
      stopTraining();
    } else {
      learn();
    }
  }

  private boolean hasNext() {
    return phase().hasNext();
  }

  private Phase phase() {
    if (isDone()) {
      throw new FlowException("the flow is trained");
    }
    Phase open = phase;
    if (open == null) {
      Iterable<? extends Examples> chunks = Objects.requireNonNull(data.get(node));
      open = new Phase(flow, node, chunks, joined);
      phase = open;
    }
    return open;
  }

  /**
   * Has the node at work learn from its next chunk.
   *
   * @throws FlowException if the phase has no more
   * @throws JobException if the job failed; going on tries it again
   */
  @Atomic
  public void learn() {
    tell();
    try {
      phase().learn(workers.of(node));
      joined++;
    } catch (NoSuchElementException e) {
      throw new FlowException(where() + " has no more chunks in this phase", e);
    } catch (RuntimeException | Error e) {
      drop();
      throw e;
    }
  }

  /**
   * Ends the present phase, all chunks of which were learned from.
   *
   * @throws FlowException if there are more
   */
  @Atomic
  public void stopTraining() {
    if (told == TOLD) {
      end();
    }
    tell();
  }

  private void end() {
    if (hasNext()) {
      throw new FlowException(where() + " has more chunks in this phase");
    }
    flow.stopTraining(node);
    endedNode = node;
    endedPhase = flow.node(node).phase() - 1;
    told = 0;
    phase = null;
    joined = 0;
    advance();
  }

  /** Tells checkpoints of the phase that has ended; one that throws is told again. */
  private void tell() {
    while (told != TOLD && told < checkpoints.size()) {
      FlowCheckpoint checkpoint = checkpoints.get(told);
      told++; // before, in case it saves this
      try {
        checkpoint.reached(endedNode, endedPhase, flow.node(endedNode));
      } catch (RuntimeException | Error e) {
        told--;
        throw HalfDone.mark(e);
      }
    }
    told = TOLD;
  }

  private String where() {
    return String.format(Locale.ROOT, "node %d (%s)", node, flow.node(node).name());
  }

  private void advance() {
    while (node < flow.size() && !flow.node(node).isTraining()) {
      node++;
    }
  }

  /** Lets go of jobs that were done ahead. */
  private void drop() {
    if (phase != null) {
      phase.close();
      phase = null;
    }
  }

  /**
   * This training as a program: a step of learning for each chunk, then the end of the phase, node
   * after node. The component must have a name in the experiment; chunks are {@link Chunks}, if it
   * is to be saved.
   *
   * @throws FlowException if it is within a phase, or how many chunks there are is not known
   */
  public Node program() {
    if (joined > 0 || phase != null) {
      throw new FlowException(
          where() + " is within a phase; make the program before the training has begun");
    }
    List<Node> nodes = new ArrayList<>();
    for (int i = node; i < flow.size(); i++) {
      FlowNode each = flow.node(i);
      if (each.isTraining()) {
        Node chunks = repeat(count(i), call(this::learn)).counting("chunk");
        nodes.add(
            repeat(each.phases() - each.phase(), chunks, call(this::stopTraining))
                .counting("phase")
                .named(each.name() + "-" + i));
      }
    }
    return seq(nodes.toArray(Node[]::new));
  }

  private long count(int i) {
    return switch (data.get(i)) {
      case Chunks chunks -> chunks.count();
      case Collection<?> collection -> collection.size();
      case null, default ->
          throw new FlowException(
              String.format(
                  Locale.ROOT,
                  "how many chunks node %d has is not known; give it Chunks, or a list",
                  i));
    };
  }

  // ---- by hand ----------------------------------------------------------------------------------

  /**
   * Whether a job can be had with {@link #nextJob}; nodes that cannot be forked are trained first.
   * If there is none, results are wanted, or the flow is trained.
   */
  public boolean jobAvailable() {
    while (!isDone() && !flow.node(node).isForkable()) {
      step();
    }
    return !isDone() && hasNext();
  }

  /**
   * A job of the present phase, to be done by whoever wants to.
   *
   * @throws FlowException if none is available
   */
  public Job<Examples, List<@Nullable FlowNode>> nextJob() {
    if (!jobAvailable()) {
      throw new FlowException(
          isDone() ? "the flow is trained" : "no job is available: results are wanted first");
    }
    return phase().nextJob();
  }

  /**
   * Takes over the results of all jobs that were had since the last call, in their order, and ends
   * the phase if it has no more chunks.
   *
   * @throws FlowException if their number is another
   */
  public void useResults(List<? extends List<@Nullable FlowNode>> results) {
    if (phase == null || results.size() != phase.handedOut()) {
      throw new FlowException(
          String.format(
              Locale.ROOT,
              "%d results for %d jobs",
              results.size(),
              phase == null ? 0 : phase.handedOut()));
    }
    for (List<@Nullable FlowNode> forks : results) {
      flow.join(forks);
      joined++;
    }
    phase.used();
    if (!hasNext()) {
      stopTraining();
    }
  }
}
