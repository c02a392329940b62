package jacquard.report;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The plugins and components of this package that checkpoints may hold. */
public final class ReportTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types
        .add(Monitor.class)
        .add(Monitor.Statistic.class)
        .add(CsvLog.class)
        .add(JsonLines.class)
        .add(Metrics.class)
        .add(MetricRow.class)
        .add(Confusion.class)
        .add(SampleImages.class)
        .add(Progress.class);
  }
}
