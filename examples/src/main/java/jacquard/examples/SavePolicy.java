package jacquard.examples;

import jacquard.experiment.Autosave;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When checkpoints are saved and how many are kept, as the options say. */
final class SavePolicy {
  /** Of a run with a run directory that says nothing else. */
  private static final Duration USUAL = Duration.ofSeconds(30);

  private static final Pattern EVERY = Pattern.compile("[1-9]\\d{0,9}s?");

  private final UnaryOperator<Autosave> policy;

  private SavePolicy(UnaryOperator<Autosave> policy) {
    this.policy = policy;
  }

  /**
   * The policy of options, which are checked here.
   *
   * @throws UsageError if they are none
   */
  static SavePolicy of(RunOptions options) {
    boolean isRun = options.run != null || options.directory != null;
    String every = options.every;
    int keep = options.keep;
    if (every != null && !EVERY.matcher(every).matches()) {
      throw new UsageError(
          "--every takes a number of steps, such as 500, or of seconds, such as 30s; not " + every);
    }
    if (keep <= 0) {
      throw new UsageError("--keep takes a number from 1 on, not " + keep);
    }
    if (!isRun && options.save == null && (every != null || keep != Integer.MAX_VALUE)) {
      throw new UsageError("--every and --keep need --run DIR or --save DIR, where to save");
    }
    return new SavePolicy(autosave -> every(autosave.keep(keep), every, isRun));
  }

  private static Autosave every(Autosave autosave, @Nullable String every, boolean isRun) {
    if (every == null) {
      return isRun ? autosave.every(USUAL) : autosave;
    }
    return every.endsWith("s")
        ? autosave.every(Duration.ofSeconds(Long.parseLong(every.substring(0, every.length() - 1))))
        : autosave.everySteps(Long.parseLong(every));
  }

  /** Sets it. */
  Autosave in(Autosave autosave) {
    return policy.apply(autosave);
  }
}
