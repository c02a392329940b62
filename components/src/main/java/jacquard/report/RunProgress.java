package jacquard.report;

import jacquard.program.Position;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.Vm;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * The progress bar of a run, on a terminal only: how much is behind and in what time, the time to
 * go, the rate, what was measured last, and where the run stands.
 *
 * <pre>
 * kfold-digits  47 % [=======&gt;        ] 0:05, 0:06 to go, 26k steps/s, layer2 error 64.31, fold 1 of 2, ..
 * </pre>
 *
 * <p>It takes no step and changes no result.
 */
public final class RunProgress implements Observer, AutoCloseable {
  private static final int WHOLE = 10_000;
  private static final long PERIOD = 100_000_000;

  private final Vm run;
  private final @Nullable ProgressBar bar;
  private final Supplier<List<MetricRow>> measured;
  private final long begin = System.nanoTime();
  private final long from;
  private final double done;
  private long shown = begin;

  private RunProgress(Vm run, @Nullable ProgressBar bar, Supplier<List<MetricRow>> measured) {
    this.run = run;
    this.bar = bar;
    this.measured = measured;
    this.from = run.steps();
    this.done = Position.of(run).done();
  }

  /**
   * Shows the progress of a paused run until it is closed, if somebody watches.
   *
   * @param name of the run, for people
   * @param measured gives what was measured last, such as {@code metrics::latest}
   */
  public static RunProgress of(Vm run, String name, Supplier<List<MetricRow>> measured) {
    RunProgress progress = new RunProgress(run, TerminalBar.ofFraction(name, WHOLE), measured);
    if (progress.bar != null) {
      run.observe(progress);
    }
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
          pace(step - from, (now - begin) / 1e9, position.done() - done, 1 - position.done())
              + measured(measured.get())
              + position.words());
    }
  }

  /**
   * The time and rate, such as {@code 0:04, 0:12 to go, 52k steps/s, }.
   *
   * @param steps that were taken in so many seconds
   * @param behind the fraction of the run that these steps were
   * @param ahead the fraction that is left
   */
  static String pace(long steps, double seconds, double behind, double ahead) {
    double rate = steps / seconds;
    String unit = rate < 1e4 ? "" : rate < 1e7 ? "k" : "M";
    return time(seconds)
        + ", "
        + (behind > 0.002 ? time(seconds * ahead / behind) + " to go, " : "")
        + String.format(
            Locale.ROOT,
            "%.0f%s steps/s, ",
            rate < 1e4 ? rate : rate < 1e7 ? rate / 1e3 : rate / 1e6,
            unit);
  }

  private static String time(double exact) {
    long seconds = Math.round(exact);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }

  static String measured(List<MetricRow> rows) {
    return rows.stream()
        .map(row -> String.format(Locale.ROOT, "%s %.4g, ", row.metric(), row.value()))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    run.unobserve(this);
    if (bar != null) {
      bar.close();
    }
  }
}
