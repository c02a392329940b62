package jacquard.vm;

import org.jspecify.annotations.Nullable;

/**
 * The construct that runs its children in order, round after round, each fed the last one's result.
 *
 * <p>With no rounds or no children its own values pass through (golden vectors {@code repeat-*}).
 */
public sealed class Repeat extends ControlFlow<Repeat.Locals> permits Seq, Loop {
  /** Where a Repeat stands. */
  public static final class Locals extends Frame {
    long round;
    int child;

    @Override
    protected boolean reset() {
      round = 0;
      child = 0;
      return true;
    }
  }

  private final long rounds;

  /** Runs its children {@code rounds} times; not at all if that is 0 or less. */
  public Repeat(long rounds) {
    this.rounds = rounds;
  }

  /** How many rounds. */
  public long rounds() {
    return rounds;
  }

  @Override
  public Locals start() {
    return new Locals();
  }

  @Override
  @Nullable Args body(Locals f, Task self) {
    int children = self.size();
    while (children > 0 && f.round < rounds) {
      if (self.makesCalls(f, rounds)) {
        continue;
      }
      Args reply = self.enter(f.child, f.args);
      if (reply == null) {
        return null;
      }
      f.args = reply;
      f.child++;
      if (f.child == children) {
        f.child = 0;
        f.round++;
      }
    }
    return f.args;
  }

  @Override
  public @Nullable Progress progress(Locals f) {
    return new Progress("round", Math.min(f.round + 1, rounds), rounds);
  }

  @Override
  public String word() {
    return "repeat";
  }

  @Override
  public String detail(Names names) {
    return Long.toString(rounds);
  }
}
