package jacquard.laws;

import jacquard.vm.Args;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.StepException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Everything that can be observed of a run: jumps, calls, steps and how it ended. */
public final class Recording implements Observer {
  /** A jump as it was at one step; {@code replyTo} null for a reply. */
  public record Row(long step, String to, @Nullable String replyTo, Args args) {}

  /** A thread's jump within a Weave's step. */
  public record ThreadRow(long step, String weave, long pass, int thread, Row jump) {}

  /** A call that was made. */
  public record CallRow(long step, String path, Args args, Args result) {}

  /** How a run ended: {@code result} null if it failed or did not end, {@code failed} if not. */
  public record End(long steps, @Nullable Args result, @Nullable String failed) {}

  private final List<Row> jumps = new ArrayList<>();
  private final List<ThreadRow> threadJumps = new ArrayList<>();
  private final List<CallRow> calls = new ArrayList<>();
  private long steps;
  private @Nullable Args result;
  private @Nullable StepException error;

  /**
   * Records a run until it ends, fails or has taken {@code limit} steps.
   *
   * @param step takes one step of the run
   */
  public static Recording of(Vm run, long limit, Consumer<Vm> step) {
    return of(run, limit, vm -> vm, step);
  }

  /**
   * Records a run that goes on as another one between any two steps.
   *
   * @param before gives the run that goes on
   * @param step takes one step of it
   */
  public static Recording of(Vm run, long limit, UnaryOperator<Vm> before, Consumer<Vm> step) {
    Recording recording = new Recording();
    Vm now = run;
    try {
      while (!now.isDone() && now.steps() < limit) {
        now = before.apply(now);
        now.observe(recording);
        step.accept(now);
        now.unobserve(recording);
      }
      recording.result = now.isDone() ? now.result() : null;
    } catch (StepException e) {
      recording.error = e;
    }
    recording.steps = now.steps();
    return recording;
  }

  /** Records a run on this thread. */
  public static Recording of(Vm run, long limit) {
    return of(run, limit, vm -> vm.runHere(1));
  }

  @Override
  public void onStep(long step, Jump jump) {
    jumps.add(row(step, jump));
  }

  @Override
  public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
    threadJumps.add(new ThreadRow(step, weave.path(), pass, thread, row(step, jump)));
  }

  @Override
  public void onCall(long step, Task call, Args args, @Nullable Object value) {
    calls.add(new CallRow(step, call.path(), args, value == null ? Args.EMPTY : Args.of(value)));
  }

  /** A jump as a row. */
  public static Row row(long step, Jump jump) {
    Task replyTo = jump.replyTo();
    return new Row(step, jump.to().path(), replyTo == null ? null : replyTo.path(), jump.args());
  }

  /** The jumps followed, a failing one included. */
  public List<Row> jumps() {
    return jumps;
  }

  /** The jumps followed within Weaves. */
  public List<ThreadRow> threadJumps() {
    return threadJumps;
  }

  /** The calls made. */
  public List<CallRow> calls() {
    return calls;
  }

  /** How many steps were completed. */
  public long steps() {
    return steps;
  }

  /** What the program gave; null if it failed or did not end. */
  public @Nullable Args result() {
    return result;
  }

  /** How the program failed, or null. */
  public @Nullable StepException error() {
    return error;
  }

  /** All of it, row by row, to be compared. */
  public List<Object> rows() {
    List<Object> rows = new ArrayList<>(jumps);
    rows.addAll(threadJumps);
    rows.addAll(calls);
    rows.add(new End(steps, result, error == null ? null : error.kind() + " " + error.path()));
    return rows;
  }
}
