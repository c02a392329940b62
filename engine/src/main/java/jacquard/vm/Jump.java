package jacquard.vm;

import org.jspecify.annotations.Nullable;

/**
 * The pending transfer of control of a run, or of one thread of a Weave.
 *
 * <p>A jump to a task with a {@code replyTo} enters it; one without is the reply it waits for. Each
 * run owns one jump and each step overwrites it in place, so that a step allocates nothing. A step
 * that throws leaves it where it leads; it keeps only how many {@linkplain Hook hooks} were told
 * and, if one after the task failed, what the task has answered.
 */
public final class Jump {
  private Task to;
  private @Nullable Task replyTo;
  private Args args;

  /** How many hooks of the entered task were told, of those before or else after it. */
  private int told;

  /** What the task has answered, while only hooks are left to be told of it. */
  private @Nullable Args result;

  Jump(Task to, @Nullable Task replyTo, Args args) {
    this.to = to;
    this.replyTo = replyTo;
    this.args = args;
  }

  void set(Task to, @Nullable Task replyTo, Args args) {
    this.to = to;
    this.replyTo = replyTo;
    this.args = args;
    this.told = 0;
    this.result = null;
  }

  /** Leads to the same places in another program. */
  void lead(Task to, @Nullable Task replyTo, int told) {
    this.to = to;
    this.replyTo = replyTo;
    this.told = told;
  }

  /** Keeps what the task has answered; the hooks after it are to be told now. */
  void keep(Args result) {
    if (this.result == null) {
      this.result = result;
      told = 0;
    }
  }

  /** Keeps how far an earlier try of this step has come. */
  void keep(int told, @Nullable Args result) {
    this.told = told;
    this.result = result;
  }

  void told(int hooks) {
    told = hooks;
  }

  /** How many hooks of the task were told in an earlier try of this step. */
  public int told() {
    return told;
  }

  /** What an earlier try of this step has answered, so that only hooks are left; else null. */
  public @Nullable Args result() {
    return result;
  }

  /** The task that runs next, or {@link Task#RETURN}. */
  public Task to() {
    return to;
  }

  /** Whom the entered task shall answer; null when this jump is itself an answer. */
  public @Nullable Task replyTo() {
    return replyTo;
  }

  /** The values carried. */
  public Args args() {
    return args;
  }

  /** Whether the program, or the thread, has ended; {@link #args} is then its result. */
  public boolean isReturn() {
    return to == Task.RETURN;
  }

  /** The jump in one line, such as {@code /0/1 <- / (3)} for an entry or {@code /0 (3)}. */
  @Override
  public String toString() {
    String sender = replyTo == null ? "" : " <- " + replyTo.path();
    return to.path() + sender + " " + args;
  }
}
