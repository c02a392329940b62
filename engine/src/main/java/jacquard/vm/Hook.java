package jacquard.vm;

import java.util.Locale;

/**
 * Code that is told whenever a run comes to a node, beside the program's own calls.
 *
 * <p>A hook takes no step, changes no path and carries no values, so a run with hooks takes the
 * same steps to the same results as without; even a Weave interleaves its threads as before. It is
 * a method of a component that takes a {@link Moment} or nothing; what the method gives is ignored.
 * Immutable, and told at every place its node stands in.
 *
 * <p>A hook that throws fails the step, which can be tried again: the hook is told again then, but
 * neither the component that was called before it nor a hook that was already told. A {@linkplain
 * #lenient lenient} one is logged, and the run goes on.
 */
public final class Hook {
  /** When a hook is told. */
  public enum When {
    /** When the node is about to be entered. */
    BEFORE,
    /** When it has answered; a generator answers with every value it yields. */
    AFTER,
    /** Both. */
    AROUND;

    /** The word in a printed program. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final When when;
  private final Call call;
  private final long every;
  private final boolean lenient;

  private Hook(When when, Call call, long every, boolean lenient) {
    this.when = when;
    this.call = call;
    this.every = every;
    this.lenient = lenient;
  }

  /**
   * A hook of a method reference or lambda; one with a lambda cannot be saved.
   *
   * @throws ProgramException if the method takes anything but a {@link Moment} or nothing
   */
  public static Hook of(When when, Fn fn) {
    return of(when, Method.of(fn).isLambda() ? Call.of("lambda", fn) : Call.of(fn));
  }

  /**
   * A hook that makes a call.
   *
   * @throws ProgramException if its method takes anything but a {@link Moment} or nothing
   */
  public static Hook of(When when, Call call) {
    if (!call.takesAtMost(Moment.class)) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "a hook's method takes a Moment or nothing, but %s takes something else",
              call.detail(Names.NONE)));
    }
    return new Hook(when, call, 1, false);
  }

  /**
   * This hook, told only at each {@code n}-th occurrence: of those since it was put where it is, in
   * the whole run, whatever was saved and loaded in between.
   *
   * @throws ProgramException if {@code n} is not positive
   */
  public Hook every(long n) {
    if (n <= 0) {
      throw new ProgramException("a hook is told every 1 or more occurrences, not every " + n);
    }
    return new Hook(when, call, n, lenient);
  }

  /**
   * This hook, but what it throws is logged (logger {@code jacquard.hooks}) and the run goes on.
   */
  public Hook lenient() {
    return new Hook(when, call, every, true);
  }

  /** When it is told. */
  public When when() {
    return when;
  }

  /** What it calls. */
  public Call call() {
    return call;
  }

  /** Of how many occurrences one is told. */
  public long every() {
    return every;
  }

  /** Whether the run goes on when it throws. */
  public boolean isLenient() {
    return lenient;
  }

  /** Such as {@code after.every(100): report.look}. */
  public String label(Names names) {
    return when
        + (every == 1 ? "" : ".every(" + every + ")")
        + (lenient ? ".lenient" : "")
        + ": "
        + call.detail(names);
  }

  /** The label with components named by their classes. */
  @Override
  public String toString() {
    return label(Names.NONE);
  }
}
