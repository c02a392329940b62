package jacquard.examples;

import jacquard.program.Position;
import jacquard.report.TerminalBar;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.Vm;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A progress bar of a run, on a terminal only, with rate, time to go and where it stands. */
final class Progress implements Observer, AutoCloseable {
  private static final int WHOLE = 10_000;
  private static final long PERIOD = 100_000_000;

  private final Vm run;
  private final @Nullable ProgressBar bar;
  private final long begin = System.nanoTime();
  private final long from;
  private final double done;
  private long shown = begin;

  private Progress(Vm run, @Nullable ProgressBar bar) {
    this.run = run;
    this.bar = bar;
    this.from = run.steps();
    this.done = Position.of(run).done();
  }

  /** Shows the progress of a run, unless it is to be quiet or nobody watches. */
  static Progress of(Vm run, boolean quiet) {
    ProgressBar bar = quiet ? null : TerminalBar.open("run", WHOLE);
    if (bar == null) {
      return new Progress(run, null);
    }
    Progress progress = new Progress(run, bar);
    run.observe(progress);
    return progress;
  }

  @Override
  public boolean everyStep() {
    return false;
  }

  @Override
  public void onStep(long step, Jump jump) {
    long now = System.nanoTime();
    if (bar != null && now - shown > PERIOD) {
      shown = now;
      Position position = Position.of(run);
      bar.stepTo((long) (position.done() * WHOLE));
      bar.setExtraMessage(
          words(step - from, (now - begin) / 1e9, position.done()) + position.words());
    }
  }

  /** Rate and time to go, such as {@code 52.3k steps/s, 0:12 to go, }. */
  private String words(long steps, double seconds, double now) {
    return words(steps / seconds, now - done > 0.002 ? seconds * (1 - now) / (now - done) : -1);
  }

  /**
   * Rate and time to go.
   *
   * @param left seconds, or less than 0 if that is not known yet
   */
  static String words(double rate, double left) {
    String unit = rate < 1e4 ? "" : rate < 1e7 ? "k" : "M";
    double shown = rate < 1e4 ? rate : rate < 1e7 ? rate / 1e3 : rate / 1e6;
    return String.format(Locale.ROOT, "%.0f%s steps/s, ", shown, unit)
        + (left < 0 ? "" : time(Math.round(left)) + " to go, ");
  }

  private static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }

  @Override
  public void close() {
    run.unobserve(this);
    if (bar != null) {
      bar.close();
    }
  }
}
