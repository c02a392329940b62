package jacquard.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The two forms in which a run directory keeps its metrics, a line a row: CSV and JSON. */
public final class MetricsFile {
  /** The name of the CSV file. */
  public static final String CSV = "metrics.csv";

  /** The name of the file of JSON lines. */
  public static final String JSON_LINES = "metrics.jsonl";

  static final String HEADER = "step,fold,epoch,settings,metric,value\n";
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

  private MetricsFile() {}

  /** A row of the CSV file, with its end of line. */
  static String csv(MetricRow row) {
    return FORMAT.format(
            row.step(),
            row.fold() == 0 ? "" : row.fold(),
            row.epoch() == 0 ? "" : row.epoch(),
            row.settings().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" ")),
            row.metric(),
            row.value())
        + "\n";
  }

  /** A row as an object of JSON, with its end of line; what there is none of is left out. */
  static String json(MetricRow row) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("step", row.step());
    if (row.fold() != 0) {
      object.put("fold", row.fold());
    }
    if (row.epoch() != 0) {
      object.put("epoch", row.epoch());
    }
    if (!row.settings().isEmpty()) {
      object.put("settings", row.settings());
    }
    object.put("metric", row.metric());
    object.put("value", row.value());
    try {
      return JSON.std.asString(object) + "\n";
    } catch (IOException e) {
      throw new IllegalStateException(e); // it is written into memory
    }
  }

  /**
   * The rows of a {@code metrics.csv}, in the order they were written; half a row at the end, which
   * a run that is going on may just be writing, is left out.
   *
   * @throws RunException if the file cannot be read, or has a row that is none, with its number
   */
  public static List<MetricRow> read(Path csv) {
    String text = RunFile.text(csv);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    return CsvRows.read(
        FORMAT,
        csv,
        whole,
        HEADER.strip(),
        "put it right, " + JSON_LINES + " has the same rows",
        MetricsFile::row);
  }

  private static MetricRow row(CSVRecord each) {
    return new MetricRow(
        Long.parseLong(each.get(0)),
        each.get(1).isEmpty() ? 0 : Integer.parseInt(each.get(1)),
        each.get(2).isEmpty() ? 0 : Integer.parseInt(each.get(2)),
        settings(each.get(3)),
        each.get(4),
        Double.parseDouble(each.get(5)));
  }

  private static Map<String, Double> settings(String text) {
    Map<String, Double> settings = new TreeMap<>();
    for (String each : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int sign = each.indexOf('=');
      settings.put(each.substring(0, sign), Double.parseDouble(each.substring(sign + 1)));
    }
    return settings;
  }
}
