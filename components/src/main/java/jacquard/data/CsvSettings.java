package jacquard.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a CSV file looks like and which of its columns are what.
 *
 * @param header whether the first row has the names of the columns
 * @param delimiter between fields, such as {@code ','} or {@code '\t'}
 * @param missing texts, stripped, that stand for a missing value, which becomes NaN; if there are
 *     any, NaN and infinities are {@linkplain Dataset#allowingNonFinite let in}
 * @param target the column of the labels: a name of the header or a number counted from 1, {@link
 *     #LAST} or {@link #NONE}
 * @param textLabels whether labels are texts, which are numbered in the order of {@code classes},
 *     then of their first appearance; else they are integers from 0 on
 * @param classes the texts of the first labels; if there are any, others are refused
 * @param leftOut columns that are no values, by name or number
 */
public record CsvSettings(
    boolean header,
    char delimiter,
    List<String> missing,
    String target,
    boolean textLabels,
    List<String> classes,
    List<String> leftOut) {
  /** The last column. */
  public static final String LAST = "";

  /** No column: every label is 0. */
  public static final String NONE = "-";

  private static final CsvSettings PLAIN =
      new CsvSettings(false, ',', List.of(), LAST, false, List.of(), List.of());

  /** Copies the lists. */
  public CsvSettings {
    missing = List.copyOf(missing);
    classes = List.copyOf(classes);
    leftOut = List.copyOf(leftOut);
  }

  /** No header, commas, nothing missing, an integer label last. */
  public static CsvSettings plain() {
    return PLAIN;
  }

  /** The same with names in the first row. */
  public CsvSettings withHeader() {
    return new CsvSettings(true, delimiter, missing, target, textLabels, classes, leftOut);
  }

  /** The same with another character between fields. */
  public CsvSettings withDelimiter(char other) {
    return new CsvSettings(header, other, missing, target, textLabels, classes, leftOut);
  }

  /** The same with texts for what is missing; the empty one for an empty field. */
  public CsvSettings withMissing(String... texts) {
    return new CsvSettings(header, delimiter, List.of(texts), target, textLabels, classes, leftOut);
  }

  /** The same with another column of labels, by name or number, or {@link #NONE}. */
  public CsvSettings withTarget(String column) {
    return new CsvSettings(header, delimiter, missing, column, textLabels, classes, leftOut);
  }

  /** The same with labels that are texts: these, or whichever there are if none is named. */
  public CsvSettings withTextLabels(String... names) {
    return new CsvSettings(header, delimiter, missing, target, true, List.of(names), leftOut);
  }

  /** The same without these columns, by name or number. */
  public CsvSettings without(String... columns) {
    return new CsvSettings(
        header, delimiter, missing, target, textLabels, classes, List.of(columns));
  }

  /** What differs from {@link #plain}, as texts. */
  Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    if (header) {
      options.put("header", "true");
    }
    if (delimiter != ',') {
      options.put("delimiter", String.valueOf(delimiter));
    }
    if (!target.equals(LAST)) {
      options.put("target", target);
    }
    if (textLabels) {
      options.put("textLabels", "true");
    }
    Lists.put(options, "missing", missing);
    Lists.put(options, "classes", classes);
    Lists.put(options, "without", leftOut);
    return options;
  }

  /** The settings of {@link #options}. */
  static CsvSettings of(Map<String, String> options) {
    return new CsvSettings(
        options.containsKey("header"),
        options.getOrDefault("delimiter", ",").charAt(0),
        Lists.get(options, "missing"),
        options.getOrDefault("target", LAST),
        options.containsKey("textLabels"),
        Lists.get(options, "classes"),
        Lists.get(options, "without"));
  }

  /** Lists of texts as one text each: every text after a line feed. */
  static final class Lists {
    private Lists() {}

    static void put(Map<String, String> options, String name, List<String> texts) {
      if (!texts.isEmpty()) {
        options.put(name, "\n" + String.join("\n", texts));
      }
    }

    static List<String> get(Map<String, String> options, String name) {
      String text = options.getOrDefault(name, "");
      return text.isEmpty() ? List.of() : List.of(text.substring(1).split("\n", -1));
    }
  }
}
