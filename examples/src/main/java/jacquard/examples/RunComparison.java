package jacquard.examples;

import jacquard.report.MetricRow;
import jacquard.report.RunConfiguration;
import jacquard.report.RunDirectory;
import jacquard.report.RunState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Runs side by side, a column each: what they were asked to be and differ in, and how they went.
 */
final class RunComparison {
  private static final String NONE = "-";

  /** What is told only if it differs. */
  private static final Set<String> SYSTEM = Set.of("jacquard", "java", "system");

  /** What a run was asked to be, by name; where all have the same it is told once. */
  private final List<Map<String, String>> asked = new ArrayList<>();

  private final List<Map<String, String>> went = new ArrayList<>();
  private final List<Map<String, String>> measured = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  RunComparison(List<RunDirectory> runs) {
    for (RunDirectory run : runs) {
      names.add(run.path().toString());
      asked.add(asked(run));
      went.add(went(run.state().orElse(null)));
      measured.add(measured(run));
    }
  }

  private static Map<String, String> asked(RunDirectory directory) {
    RunConfiguration run = directory.configuration();
    Map<String, String> map = new LinkedHashMap<>();
    map.put("program", run.name());
    map.put("seed", Long.toString(run.seed()));
    run.options().forEach((name, value) -> map.put("--" + name, value.toString()));
    map.put("--backend", run.backend());
    if (run.device() != null) {
      map.put("--device", run.device());
    }
    directory
        .state()
        .filter(state -> !state.sessions().isEmpty())
        .map(state -> state.sessions().getLast().environment())
        .ifPresent(
            environment -> {
              environment.forEach((name, value) -> map.put(name, withoutReason(value)));
            });
    return map;
  }

  /** What computes, such as {@code java-vector: no OpenCL library found}, without why. */
  static String withoutReason(String environment) {
    return environment.replaceFirst(":.*", "");
  }

  private static Map<String, String> went(@Nullable RunState state) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("state", state == null ? "not begun" : words(state));
    if (state != null) {
      map.put("steps", String.format(Locale.ROOT, "%,d", state.steps()));
      map.put("time", String.format(Locale.ROOT, "%.1f s", state.seconds()));
    }
    return map;
  }

  private static Map<String, String> measured(RunDirectory directory) {
    Map<String, String> map = new LinkedHashMap<>();
    Map<String, List<MetricRow>> metrics = new LinkedHashMap<>();
    directory
        .metrics()
        .forEach(row -> metrics.computeIfAbsent(row.metric(), any -> new ArrayList<>()).add(row));
    metrics.forEach(
        (name, rows) -> {
          map.put(name, last(rows));
          map.put(name + ", range", rows.size() > 1 ? range(rows) : NONE);
        });
    return map;
  }

  private static String words(RunState state) {
    String word = state.status().word();
    return state.status() == RunState.Status.FINISHED
        ? word
        : String.format(Locale.ROOT, "%s at %.0f %%", word, Math.floor(100 * state.done()));
  }

  /** The last number; of folds and settings the last of each: mean and standard deviation. */
  private static String last(List<MetricRow> rows) {
    Map<Object, Double> last = new LinkedHashMap<>();
    rows.forEach(row -> last.put(List.of(row.settings(), row.fold()), row.value()));
    SummaryStatistics all = new SummaryStatistics();
    last.values().forEach(all::addValue);
    return all.getN() == 1
        ? number(all.getMean())
        : number(all.getMean()) + " ± " + number(Math.sqrt(all.getPopulationVariance()));
  }

  private static String range(List<MetricRow> rows) {
    SummaryStatistics all = new SummaryStatistics();
    rows.forEach(row -> all.addValue(row.value()));
    return number(all.getMin()) + " to " + number(all.getMax());
  }

  /** Four digits, without zeros that tell nothing. */
  static String number(double value) {
    double size = Math.abs(value);
    return size == 0 || (size >= 1e-4 && size < 1e9)
        ? new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.3g", value);
  }

  String page() {
    List<String> same = new ArrayList<>();
    List<List<String>> table = new ArrayList<>();
    table.add(row("", names));
    for (String name : union(asked)) {
      List<String> values = values(asked, name);
      if (Set.copyOf(values).size() == 1) {
        if (!SYSTEM.contains(name)) {
          same.add(name + " " + values.getFirst());
        }
      } else {
        table.add(row(name, values));
      }
    }
    for (List<Map<String, String>> part : List.of(went, measured)) {
      for (String name : union(part)) {
        List<String> values = values(part, name);
        if (!Set.copyOf(values).equals(Set.of(NONE))) {
          table.add(row(name, values));
        }
      }
    }
    return printed(table) + (same.isEmpty() ? "" : "in all: " + String.join(", ", same) + "\n");
  }

  private static Set<String> union(List<Map<String, String>> maps) {
    Set<String> names = new LinkedHashSet<>();
    maps.forEach(map -> names.addAll(map.keySet()));
    return names;
  }

  private static List<String> values(List<Map<String, String>> maps, String name) {
    return maps.stream().map(map -> map.getOrDefault(name, NONE)).toList();
  }

  private static List<String> row(String name, List<String> values) {
    List<String> row = new ArrayList<>(List.of(Printable.of(name)));
    values.forEach(value -> row.add(Printable.of(value)));
    return row;
  }

  private static String printed(List<List<String>> table) {
    StringBuilder page = new StringBuilder();
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = table.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
      }
      page.append(line.toString().stripTrailing()).append('\n');
    }
    return page.toString();
  }
}
