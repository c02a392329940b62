package jacquard.vm;

import org.jspecify.annotations.Nullable;

/**
 * A construct with locals, run on a continuation.
 *
 * <p><b>Bodies are re-enterable.</b> Continuations may be dropped between any two steps: when a run
 * is saved and loaded, only frames survive. {@link #run} is then called again from the top with the
 * saved frame, and must reach the suspension point it was waiting at without side effects, which is
 * found waiting and returns at once. So every local that lives across a suspension is a field of
 * the frame, and a loop changes it only <em>after</em> the suspension that used it:
 *
 * <pre>{@code
 * while (f.round < rounds) {
 *   f.args = self.call(0, f.args);
 *   f.round++;
 * }
 * }</pre>
 *
 * <p>A body with several suspension points in a row keeps a phase in its frame to skip those that
 * are past. The machine checks both rules whenever it re-enters a {@linkplain #guarded guarded}
 * routine.
 *
 * <p><b>No lock is held across a suspension.</b> A body that suspends within {@code synchronized}
 * keeps others out until it goes on, and for ever when its continuation is dropped; another lock
 * would be released by a thread that does not own it. Nothing checks this.
 *
 * @param <F> the class of its locals
 */
public abstract non-sealed class Routine<F extends Frame> implements Construct {
  /** A fresh frame, with every local at its initial value. */
  public abstract F start();

  /**
   * Runs one execution: from an entry to the result.
   *
   * @param frame the locals, {@link Frame#args} holding what the task was entered with
   * @param self the task, which calls children and yields
   * @return the result
   * @throws Exception anything: the step then fails, and the frame is put back
   */
  public abstract Args run(F frame, Task self) throws Exception;

  /**
   * Whether the machine guards the body: it checks each re-entry and puts the frame back after a
   * failed step, for the price of copying the frame at every step. The copy is shallow: what a
   * local refers to, a list say, is not put back when the body has changed it in place.
   *
   * <p>A routine may turn this off if its body changes no local before it can throw.
   */
  public boolean guarded() {
    return true;
  }

  /**
   * The value that stands for the reply of a child, because a step failed in it or anywhere below,
   * so that this body goes on; null, as always here, if the step shall fail. What was active below
   * is discarded. It must change nothing.
   *
   * @param child the task this body waits for
   */
  public @Nullable Object recover(F frame, Task child, Exception thrown) {
    return null;
  }

  /** How far an execution has come, for people; null when it is not counted. */
  public @Nullable Progress progress(F frame) {
    return null;
  }

  /** What an abandoned execution must let go of below its frame: a Weave's threads. */
  void abandon(F frame) {}
}
