package jacquard.report;

import jacquard.vm.Moment;
import jacquard.vm.Progress;
import java.util.Map;
import java.util.TreeMap;

/**
 * One number that a run has measured.
 *
 * @param step how many steps the run had completed
 * @param fold of a cross-validation, from 1; 0 where there are none
 * @param epoch of a training, from 1; 0 where there are none
 * @param settings that are being tried, by name, sorted; empty where there are none
 * @param metric what was measured, such as {@code validation error}
 * @param value the number; NaN and infinities too
 */
public record MetricRow(
    long step, int fold, int epoch, Map<String, Double> settings, String metric, double value) {
  /** A row whose settings are sorted. */
  public MetricRow {
    settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    settings.keySet().forEach(MetricRow::requireWord);
    if (metric.isBlank() || metric.indexOf('\n') >= 0 || metric.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("a metric's name is one line, not \"" + metric + "\"");
    }
  }

  private static void requireWord(String name) {
    if (!name.matches("[^\\s=]+")) {
      throw new IllegalArgumentException("a setting's name is one word, not \"" + name + "\"");
    }
  }

  /** A number measured at a moment, in the fold and epoch that are counted around it. */
  public static MetricRow at(Moment moment, String metric, double value) {
    int fold = 0;
    int epoch = 0;
    for (Moment.Enclosing around : moment.enclosing()) {
      Progress progress = around.progress();
      if (progress != null && progress.unit().equals("fold")) {
        fold = Math.toIntExact(progress.at());
      } else if (progress != null && progress.unit().equals("epoch")) {
        epoch = Math.toIntExact(progress.at());
      }
    }
    return new MetricRow(moment.step(), fold, epoch, Map.of(), metric, value);
  }

  /** This row in another fold. */
  public MetricRow inFold(int number) {
    return new MetricRow(step, number, epoch, settings, metric, value);
  }

  /** This row in another epoch. */
  public MetricRow inEpoch(int number) {
    return new MetricRow(step, fold, number, settings, metric, value);
  }

  /** This row with settings. */
  public MetricRow with(Map<String, Double> tried) {
    return new MetricRow(step, fold, epoch, tried, metric, value);
  }
}
