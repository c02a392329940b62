package jacquard.report;

import jacquard.program.Position;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.Vm;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a run in the last line of a terminal: how much is behind and in what time, the
 * time to go, the rate, what was measured last, and where the run stands.
 *
 * <pre>
 * kfold-digits  47 % [=======&gt;        ] 0:05, 0:06 to go, 26k steps/s, layer2 error 64.31, fold 1 of 2, ..
 * </pre>
 *
 * <p>It is as wide as the window is at that moment; where not all fits, what was measured and the
 * time to go stay longest. What is printed to {@code System.out} and {@code System.err} meanwhile
 * stands above it. Where nobody watches a terminal, or {@code TERM} is {@code dumb}, there is none.
 *
 * <p>It takes no step and changes no result.
 */
public final class RunProgress implements Observer, AutoCloseable {
  private static final long PERIOD = 100_000_000;
  private static final int LONGEST_NAME = 24;

  private final Vm run;
  private final String name;
  private final @Nullable TerminalLine line;
  private final Supplier<List<MetricRow>> measured;
  private final long begin = System.nanoTime();
  private final long from;
  private final double done;
  private long shown = begin;

  private RunProgress(
      Vm run, String name, @Nullable TerminalLine line, Supplier<List<MetricRow>> measured) {
    this.run = run;
    this.name = name;
    this.line = line;
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
    RunProgress progress = new RunProgress(run, name, TerminalLine.open(), measured);
    if (progress.line != null) {
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
    if (line != null && now - shown > PERIOD) {
      shown = now;
      Position position = Position.of(run);
      line.show(
          text(
              line.width(),
              name,
              step - from,
              (now - begin) / 1e9,
              position.done() - done,
              position.done(),
              measured.get(),
              position.words()));
    }
  }

  /**
   * What is shown.
   *
   * @param steps that were taken in so many seconds
   * @param behind the fraction of the run that these steps were
   * @param done the fraction of the run that is done
   */
  static String text(
      int width,
      String name,
      long steps,
      double seconds,
      double behind,
      double done,
      List<MetricRow> measured,
      String position) {
    ProgressLine line =
        new ProgressLine(name, done, width)
            .add(time(seconds), 4)
            .add(behind > 0.002 ? time(seconds * (1 - done) / behind) + " to go" : "", 2)
            .add(rate(steps / seconds), 5);
    measured.forEach(row -> line.add(words(row), 1));
    return line.add(position, 6).toString();
  }

  private static String rate(double rate) {
    String unit = rate < 1e4 ? "" : rate < 1e7 ? "k" : "M";
    double number = rate < 1e4 ? rate : rate < 1e7 ? rate / 1e3 : rate / 1e6;
    return String.format(Locale.ROOT, "%.0f%s steps/s", number, unit);
  }

  private static String time(double exact) {
    long seconds = Math.round(exact);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }

  private static String words(MetricRow row) {
    String metric = ProgressLine.cut(row.metric(), LONGEST_NAME);
    return String.format(Locale.ROOT, "%s %.4g", metric, row.value());
  }

  @Override
  public void close() {
    run.unobserve(this);
    if (line != null) {
      line.close();
    }
  }
}
