package jacquard.examples;

import jacquard.report.MetricRow;
import jacquard.report.RunConfiguration;
import jacquard.report.RunDirectory;
import jacquard.report.RunState;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.jspecify.annotations.Nullable;

/** A run directory in a few lines. */
final class RunSummary {
  private final RunDirectory directory;
  private final @Nullable RunState state;
  private final Map<String, MetricRow> latest = new LinkedHashMap<>();
  private final Map<String, SummaryStatistics> all = new LinkedHashMap<>();
  private final List<Path> checkpoints;

  RunSummary(RunDirectory directory) {
    this.directory = directory;
    state = directory.state().orElse(null);
    for (MetricRow row : directory.metrics()) {
      latest.put(row.metric(), row);
      all.computeIfAbsent(row.metric(), any -> new SummaryStatistics()).addValue(row.value());
    }
    checkpoints = directory.newestFirst();
  }

  Map<String, @Nullable Object> asMap() {
    RunConfiguration run = directory.configuration();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("run", directory.path().toString());
    map.put("name", run.name());
    map.put("seed", run.seed());
    map.put("options", run.options());
    map.put("state", state == null ? null : state.asMap());
    Map<String, Object> metrics = new LinkedHashMap<>();
    latest.forEach(
        (name, row) -> {
          SummaryStatistics rows = Objects.requireNonNull(all.get(name));
          Map<String, Object> metric = new LinkedHashMap<>();
          metric.put("rows", rows.getN());
          metric.put("last", row.value());
          metric.put("least", rows.getMin());
          metric.put("most", rows.getMax());
          metrics.put(name, metric);
        });
    map.put("metrics", metrics);
    map.put("checkpoints", checkpoints.stream().map(Path::toString).toList());
    return map;
  }

  String page() {
    RunConfiguration run = directory.configuration();
    StringBuilder page = new StringBuilder();
    line(page, "run", run.name() + ", seed " + run.seed());
    StringBuilder options = new StringBuilder();
    run.options()
        .forEach(
            (name, value) -> options.append(String.format(Locale.ROOT, " --%s %s", name, value)));
    if (!options.isEmpty()) {
      line(page, "options", options.toString().strip());
    }
    if (state == null) {
      line(page, "state", "not begun");
    } else {
      stands(state, page);
    }
    latest.values().forEach(row -> line(page, "metric", words(row)));
    line(
        page,
        "checkpoints",
        checkpoints.isEmpty()
            ? "none yet"
            : checkpoints.size() + ", the newest " + checkpoints.getFirst());
    if (state != null && state.status() != RunState.Status.FINISHED) {
      line(page, "next", next(state));
    }
    return page.toString();
  }

  /** Such as {@code loss: 15 rows, 0.02 to 0.11, the last 0.03 in fold 2}. */
  private String words(MetricRow last) {
    SummaryStatistics rows = Objects.requireNonNull(all.get(last.metric()));
    String range =
        RunComparison.number(rows.getMin()) + " to " + RunComparison.number(rows.getMax());
    return String.format(
        Locale.ROOT,
        "%s: %,d row%s, the last %s%s",
        last.metric(),
        rows.getN(),
        rows.getN() == 1 ? "" : "s, " + range,
        RunComparison.number(last.value()),
        last.fold() == 0 ? "" : " in fold " + last.fold());
  }

  private String next(RunState at) {
    return at.status() == RunState.Status.RUNNING
        ? "a process is at it"
        : Shell.command("resume", directory.path());
  }

  private static void stands(RunState state, StringBuilder page) {
    line(
        page,
        "state",
        String.format(
            Locale.ROOT,
            "%s after %,d steps (%.0f %%) and %.1f s",
            state.status().word(),
            state.steps(),
            Math.floor(100 * state.done()),
            state.seconds()));
    line(page, "position", state.position());
    if (state.error() != null) {
      state.error().lines().forEach(each -> line(page, "error", each));
    }
    for (RunState.Turn turn : state.sessions()) {
      line(
          page,
          "session",
          String.format(
              Locale.ROOT,
              "%s, steps %,d to %,d, %s",
              turn.began().toString().replaceFirst("\\.\\d+Z", "Z"),
              turn.from(),
              turn.to(),
              RunComparison.withoutReason(turn.environment().getOrDefault("computing", ""))));
    }
  }

  /** A line; what a terminal would obey, as a stranger's run directory may hold, is shown only. */
  private static void line(StringBuilder page, String name, String value) {
    page.append(String.format(Locale.ROOT, "%-13s ", name))
        .append(Printable.of(value))
        .append('\n');
  }
}
