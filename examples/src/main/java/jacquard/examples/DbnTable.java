package jacquard.examples;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The table that {@link DbnCrossval} ends with.
 *
 * @param rows a line for each choice of settings
 */
record DbnTable(List<DbnTrial.Row> rows) {
  private DbnTrial.Row best() {
    return rows.stream().min(Comparator.comparingDouble(DbnTrial.Row::validation)).orElseThrow();
  }

  Map<String, Object> asMap() {
    return Map.of("best", best().settings(), "rows", rows.stream().map(DbnTable::asMap).toList());
  }

  private static Map<String, Object> asMap(DbnTrial.Row row) {
    return Map.of(
        "settings", row.settings(),
        "validation error", row.validation(),
        "test accuracy", row.accuracy(),
        "deviation", row.deviation());
  }

  void print(PrintWriter out) {
    DbnTrial.Row best = best();
    out.println(" rate  noise  validation error  test accuracy");
    for (DbnTrial.Row row : rows) {
      out.println(
          String.format(
              Locale.ROOT,
              "%5.2f  %5.2f  %16.4f  %.4f ± %.4f%s",
              Objects.requireNonNull(row.settings().get("rate")),
              Objects.requireNonNull(row.settings().get("noise")),
              row.validation(),
              row.accuracy(),
              row.deviation(),
              row.equals(best) ? "  best on validation" : ""));
    }
  }
}
