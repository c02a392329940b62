package jacquard.vm;

/**
 * A task that users write as a loop that yields values.
 *
 * <p>Each time the program enters the generator, its loop goes on from where it yielded, and the
 * value of its next {@link Task#yield} is the answer. Its locals live in a frame that stays between
 * entries, like the state of a component, and is saved with the run. When the loop ends, that entry
 * is answered with no values and the next one starts the generator anew.
 *
 * <p>{@link Routine} states the rule a body obeys; for a loop it means: yield first, then change
 * the locals.
 *
 * @param <F> the class of its locals
 */
public abstract class Generator<F extends Frame> extends Routine<F> {
  /**
   * Yields values, one for each entry.
   *
   * @param frame the locals
   * @param self the task, which yields and calls children
   * @throws Exception anything: the step then fails, and the frame is put back
   */
  protected abstract void generate(F frame, Task self) throws Exception;

  @Override
  public final Args run(F frame, Task self) throws Exception {
    generate(frame, self);
    return Args.EMPTY;
  }

  @Override
  public String word() {
    return "generate";
  }

  @Override
  public String detail(Names names) {
    String name = names.of(this);
    return name != null ? name : getClass().getSimpleName();
  }
}
