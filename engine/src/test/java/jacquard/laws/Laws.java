package jacquard.laws;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.Experiment;
import jacquard.program.Program;
import jacquard.vm.Args;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The laws every program obeys, whatever constructs, generators and components it is made of.
 *
 * <p>Each method runs the program twice, once undisturbed, and throws an {@link AssertionError}
 * with the first difference. The program comes from a supplier that builds it afresh, components
 * included.
 */
public final class Laws {
  private Laws() {}

  /** All laws below. */
  public static void check(Supplier<Program> program, Args args, long limit) {
    pausingChangesNothing(program, args, limit);
    droppingContinuationsChangesNothing(program, args, limit);
    runningInStretchesChangesNothing(program, args, limit, new Random(0));
    movingBetweenThreadsChangesNothing(program, args, limit);
  }

  /** Pausing after every step changes no jump, call or result. */
  public static void pausingChangesNothing(Supplier<Program> program, Args args, long limit) {
    Vm run = program.get().start(args);
    Recording whole = Recording.of(run, limit, vm -> vm.runHere(limit - vm.steps()));
    compare("pausing", whole, Recording.of(program.get().start(args), limit));
  }

  /**
   * Dropping all continuations before every step changes no jump, call or result: what the frames
   * hold is enough to go on.
   */
  public static void droppingContinuationsChangesNothing(
      Supplier<Program> program, Args args, long limit) {
    Consumer<Vm> dropAndStep =
        run -> {
          run.dropContinuations();
          run.runHere(1);
        };
    compare(
        "dropping the continuations",
        Recording.of(program.get().start(args), limit),
        Recording.of(program.get().start(args), limit, dropAndStep));
  }

  /**
   * Running in stretches of any length changes no jump, call or result, whether or not
   * continuations are dropped in between, and whether or not steps fail and are tried again.
   */
  public static void runningInStretchesChangesNothing(
      Supplier<Program> program, Args args, long limit, Random random) {
    Consumer<Vm> stretch =
        run -> {
          if (random.nextInt(4) == 0) {
            run.dropContinuations();
          }
          run.runHere(Math.min(1 + random.nextInt(60), limit - run.steps()));
        };
    compare(
        "running in stretches",
        Recording.of(program.get().start(args), limit, tryingAgain(run -> run.runHere(1))),
        Recording.of(program.get().start(args), limit, tryingAgain(stretch)));
  }

  /** The same, but goes on after the first few failures. */
  private static Consumer<Vm> tryingAgain(Consumer<Vm> some) {
    AtomicInteger left = new AtomicInteger(5);
    return run -> {
      try {
        some.accept(run);
      } catch (StepException e) {
        if (left.getAndDecrement() == 0) {
          throw e;
        }
      }
    };
  }

  /** Taking every step on a thread of its own changes no jump, call or result. */
  public static void movingBetweenThreadsChangesNothing(
      Supplier<Program> program, Args args, long limit) {
    compare(
        "moving to another thread",
        Recording.of(program.get().start(args), limit),
        Recording.of(program.get().start(args), limit, run -> run.run(1)));
  }

  /**
   * Saving before every step and going on with what was loaded changes no jump, call or result; and
   * what was loaded saves to the same bits.
   *
   * @param program the name of the experiment's program
   * @param types classes the checkpoints hold, beside those registered by jars
   */
  public static void savingChangesNothing(
      Supplier<Experiment> experiment, String program, Args args, long limit, Class<?>... types) {
    Experiment[] now = {experiment.get()};
    UnaryOperator<Vm> reload =
        run -> {
          Checkpoint saved = now[0].checkpoint();
          now[0] = Experiment.restore(saved, Map.of(), types);
          String again = now[0].checkpoint().fingerprint();
          if (!again.equals(saved.fingerprint())) {
            throw new AssertionError("what was loaded at step " + run.steps() + " saves otherwise");
          }
          return now[0].run(program);
        };
    compare(
        "saving and loading",
        Recording.of(experiment.get().start(program, args.values().toArray()), limit),
        Recording.of(
            now[0].start(program, args.values().toArray()), limit, reload, run -> run.runHere(1)));
  }

  /**
   * Saving once, after each step in turn, and finishing what was loaded changes no jump, call,
   * result or final state.
   *
   * @param program the name of the experiment's program
   * @param stride saves are taken after 0, stride, 2 stride ... steps
   * @param through what happens to a checkpoint on its way, such as a file
   * @param types classes the checkpoints hold, beside those registered by jars
   */
  public static void savingOnceChangesNothing(
      Supplier<Experiment> experiment,
      String program,
      Args args,
      long limit,
      long stride,
      UnaryOperator<Checkpoint> through,
      Class<?>... types) {
    Experiment undisturbed = experiment.get();
    Recording whole = Recording.of(undisturbed.start(program, args.values().toArray()), limit);
    String end = undisturbed.checkpoint().fingerprint();
    for (long k = 0; k <= whole.steps(); k += stride) {
      long savedAt = k;
      Experiment[] now = {experiment.get()};
      UnaryOperator<Vm> reload =
          run -> {
            if (run.steps() == savedAt) {
              now[0] = Experiment.restore(through.apply(now[0].checkpoint()), Map.of(), types);
            }
            return now[0].run(program);
          };
      Vm run = now[0].start(program, args.values().toArray());
      compare(
          "saving after " + k + " steps",
          whole,
          Recording.of(run, limit, reload, vm -> vm.runHere(1)));
      if (!now[0].checkpoint().fingerprint().equals(end)) {
        throw new AssertionError("saving after " + k + " steps changed the final state");
      }
    }
  }

  private static void compare(String what, Recording plain, Recording other) {
    List<Object> a = plain.rows();
    List<Object> b = other.rows();
    int i = 0;
    while (i < Math.min(a.size(), b.size()) && a.get(i).equals(b.get(i))) {
      i++;
    }
    if (i < Math.max(a.size(), b.size())) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "%s changed the run:%n  undisturbed: %s%n  disturbed:   %s%s",
              what,
              row(a, i),
              row(b, i),
              reason(other)),
          other.error());
    }
  }

  private static Object row(List<Object> rows, int i) {
    return i < rows.size() ? rows.get(i) : "(ended)";
  }

  private static String reason(Recording disturbed) {
    return disturbed.error() == null ? "" : "\n  " + disturbed.error().getMessage();
  }
}
