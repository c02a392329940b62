package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.LearnedNames;
import jacquard.vm.Atomic;
import jacquard.vm.HalfDone;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A node of a flow: something that turns rows into rows, and may have to be trained for it, in one
 * or several phases.
 *
 * <pre>
 * state              train      stopTraining      execute, inverse   fork, join
 * not trainable      refused    refused           yes                if useExecuteFork
 * in phase p         yes        to phase p + 1,   refused            if isForkable
 *                               or trained
 * trained            refused    refused           yes                if useExecuteFork
 * </pre>
 *
 * <p>A node that is trained learns the names of the columns, a {@link ClassifierNode} those of the
 * classes too, and refuses rows of others from then on.
 *
 * <p>A node is used by one thread at a time: workers have copies. Its {@link #state} is all it is,
 * within a phase too; what copies of it compute are the same bits.
 *
 * <p><b>Forks.</b> A fork is a node of the same settings that knows all that earlier phases have
 * learned, and nothing of this one. Where forks are trained on a chunk each and joined in the order
 * of the chunks, the node must come to the same bits as if it had been trained on them itself.
 *
 * <p><b>Failures.</b> A class that is marked {@link Atomic} promises that whatever it throws, in
 * training, at the end of a phase, executed or joined, has changed nothing. After the failure of
 * another one a run resumes from its newest checkpoint.
 */
@Atomic
public abstract class FlowNode implements Stateful {
  private int inputs;
  private int phase;
  private boolean started;
  private LearnedNames names = LearnedNames.NONE;

  /**
   * Makes a node.
   *
   * @param inputs the number of values in a row it takes; 0 if training, or the node before it,
   *     shall tell
   */
  protected FlowNode(int inputs) {
    if (inputs < 0) {
      throw new IllegalArgumentException("a node of " + inputs + " columns");
    }
    this.inputs = inputs;
  }

  /** Declares what the node is; those that extend it call this first. */
  @Override
  public void state(State s) {
    inputs = s.value("inputs", inputs);
    phase = s.value("phase", phase);
    started = s.value("started", started);
    names = names.state(s);
  }

  // ---- what kinds of nodes differ in ------------------------------------------------------------

  /** How many training phases there are; 0, as always here, if there is nothing to train. */
  public int phases() {
    return 0;
  }

  /** The number of values in a row it gives; 0 while that is not known. */
  public abstract int outputs();

  /** Whether {@link #inverse} is possible once it is trained. */
  public boolean isInvertible() {
    return false;
  }

  /** Whether forks can be trained in its place in the present phase; it is asked in each. */
  public boolean isForkable() {
    return false;
  }

  /** Whether it changes when it is executed, so that forks are executed in its place and joined. */
  public boolean useExecuteFork() {
    return false;
  }

  /** Learns from a chunk in the present phase. */
  protected void learn(Examples x) {
    throw new UnsupportedOperationException(name() + " learns nothing");
  }

  /** Ends the present phase, whose chunks were all learned from. */
  protected void endPhase() {}

  /** The rows for rows of {@link #inputs} columns, under the same labels. */
  protected abstract Batch apply(Examples x);

  /** The rows that {@link #apply} would turn into these. */
  protected Batch applyInverse(Examples y) {
    throw new UnsupportedOperationException(name() + " has no inverse");
  }

  /** A node of the same settings that knows what earlier phases have learned. */
  protected FlowNode blank() {
    throw new UnsupportedOperationException(name() + " cannot be forked");
  }

  /** Takes over what a fork has learned, which comes next in order. */
  protected void absorb(FlowNode fork) {
    throw new UnsupportedOperationException(name() + " cannot be joined");
  }

  // ---- what everybody does with them ------------------------------------------------------------

  /** The kind of node in a word. */
  public String name() {
    return getClass().getSimpleName();
  }

  /** The number of values in a row it takes; 0 while that is not known. */
  public final int inputs() {
    return inputs;
  }

  /** Whether it is of a kind that is trained. */
  public final boolean isTrainable() {
    return phases() > 0;
  }

  /** Whether training is still to be done. */
  public final boolean isTraining() {
    return phase < phases();
  }

  /** How many phases have ended. */
  public final int phase() {
    return phase;
  }

  /**
   * Trains it on a chunk.
   *
   * @throws IllegalStateException if there is nothing (more) to train
   * @throws IllegalArgumentException if the chunk does not fit
   */
  public final void train(Examples x) {
    requireTraining("trained");
    check(x);
    int before = inputs;
    takes(x.columns());
    try {
      learn(x);
    } catch (RuntimeException | Error e) {
      inputs = before;
      throw unlessAtomic(e);
    }
    started = true;
    names = labelsMatter() ? names.with(x) : names.with(x).ofColumns();
  }

  /**
   * Ends the present training phase.
   *
   * @throws IllegalStateException if there is none, or it has seen no data
   */
  public final void stopTraining() {
    requireTraining("asked to stop training");
    if (!started) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "%s has seen no data in phase %d of %d", name(), phase + 1, phases()));
    }
    asPromised(
        () -> {
          endPhase();
          return this;
        });
    phase++;
    started = false;
  }

  private void requireTraining(String what) {
    if (!isTraining()) {
      throw new IllegalStateException(
          isTrainable()
              ? name() + " was " + what + " but its training has ended"
              : name() + " was " + what + " but cannot be trained");
    }
  }

  /**
   * The rows for these rows, under the same labels; it changes nothing unless {@link
   * #useExecuteFork}.
   *
   * @throws IllegalStateException if it is not trained
   * @throws IllegalArgumentException if the rows do not fit
   */
  public final Batch execute(Examples x) {
    requireTrained("executed");
    check(x);
    return asPromised(() -> apply(x));
  }

  /**
   * The rows that {@link #execute} would turn into these, as far as they tell.
   *
   * @throws IllegalStateException if it is not trained
   * @throws UnsupportedOperationException if there is no inverse
   */
  public final Batch inverse(Examples y) {
    if (!isInvertible()) {
      throw new UnsupportedOperationException(name() + " has no inverse");
    }
    requireTrained("inverted");
    if (outputs() != 0 && y.columns() != outputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the inverse of %s takes rows of %d, not %s", name(), outputs(), y));
    }
    return asPromised(() -> applyInverse(y));
  }

  private void requireTrained(String what) {
    if (isTraining()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s was %s before its training ended (phase %d of %d); train it first",
              name(),
              what,
              phase + 1,
              phases()));
    }
  }

  private void check(Examples x) {
    if (inputs != 0 && x.columns() != inputs) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s takes rows of %d, not %s", name(), inputs, x));
    }
    names.checkColumns(name(), x);
    if (labelsMatter()) {
      names.checkClasses(name(), x);
    }
  }

  /** Whether what it throws has changed nothing, or is marked otherwise. */
  boolean isAtomic() {
    return getClass().isAnnotationPresent(Atomic.class);
  }

  /** Does what kinds of nodes differ in; what one throws that promises nothing is marked. */
  private <T> T asPromised(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      throw unlessAtomic(e);
    }
  }

  private RuntimeException unlessAtomic(Throwable thrown) {
    if (isAtomic() && thrown instanceof RuntimeException kept) {
      return kept;
    }
    if (isAtomic() && thrown instanceof Error kept) {
      throw kept;
    }
    return HalfDone.mark(thrown);
  }

  /** Whether it learns from labels, so that classes must be those it has learned. */
  boolean labelsMatter() {
    return false;
  }

  /** Rows have so many values, if that was not known. */
  final void takes(int columns) {
    inputs = inputs == 0 ? columns : inputs;
  }

  /**
   * A node to be trained, or executed, in this one's place.
   *
   * @throws IllegalStateException if it cannot be forked now
   */
  public final FlowNode fork() {
    if (isTraining() ? !isForkable() : !useExecuteFork()) {
      throw new IllegalStateException(name() + " cannot be forked in phase " + (phase + 1));
    }
    FlowNode fork = blank();
    fork.inputs = inputs;
    fork.phase = phase;
    fork.started = false;
    fork.names = names;
    return fork;
  }

  /**
   * Takes over what a fork has learned; forks are joined in the order of their chunks.
   *
   * @throws IllegalArgumentException if it is a fork of another kind of node, phase or width
   */
  public final void join(FlowNode fork) {
    if (fork.getClass() != getClass() || fork.phase != phase) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s in phase %d cannot join a %s of phase %d",
              name(),
              phase + 1,
              fork.name(),
              fork.phase + 1));
    }
    takes(fork.inputs);
    if (fork.inputs != 0 && fork.inputs != inputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s takes rows of %d, its fork had %d", name(), inputs, fork.inputs));
    }
    LearnedNames both = names.with(name(), fork.names);
    asPromised(
        () -> {
          absorb(fork);
          return this;
        });
    started |= fork.started;
    names = both;
  }
}
