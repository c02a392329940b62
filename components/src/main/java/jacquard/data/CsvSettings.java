package jacquard.data;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a CSV file looks like and which of its columns are what.
 *
 * <p>Labels are integers, unless it says that they are {@linkplain #withTextLabels texts} or
 * {@linkplain #withRealTarget real-valued targets}. Integers name classes: they are numbered from 0
 * on in ascending order, so 0..n-1 stay as they are and 1..3 become 0..2; {@code 1.0} and {@code
 * -1} are integers too.
 *
 * <p>Columns are called by a name of the header or by a number counted from 1; a name goes before a
 * number.
 */
public final class CsvSettings {
  /** The last column. */
  public static final String LAST = "";

  /** No column: every label is 0. */
  public static final String NONE = "-";

  private static final CsvSettings PLAIN =
      new CsvSettings(Options.of(Map.of(LabelKind.OPTION, "integers")));

  private final Options options;

  private CsvSettings(Options options) {
    this.options = options;
  }

  /** No header, commas, nothing missing, an integer label last. */
  public static CsvSettings plain() {
    return PLAIN;
  }

  /** The same with names in the first row. */
  public CsvSettings withHeader() {
    return new CsvSettings(options.with("header"));
  }

  /** The same with another character between fields, such as {@code ';'} or {@code '\t'}. */
  public CsvSettings withDelimiter(char other) {
    return new CsvSettings(options.with("delimiter", String.valueOf(other)));
  }

  /** The same with any number of blanks and tabs between fields, and perhaps around them. */
  public CsvSettings withRepeatedBlanks() {
    return new CsvSettings(options.with("blanks"));
  }

  /** The same without quotes around fields: {@code "} is a character as others. */
  public CsvSettings withoutQuotes() {
    return new CsvSettings(options.with("unquoted"));
  }

  /** The same in an encoding; else a byte order mark says it, or it is UTF-8. */
  public CsvSettings withEncoding(Charset encoding) {
    return new CsvSettings(options.with("encoding", encoding.name()));
  }

  /** The same with remarks: lines that start with this character. */
  public CsvSettings withComment(char start) {
    return new CsvSettings(options.with("comment", String.valueOf(start)));
  }

  /** The same with lines before the header or first row that are neither. */
  public CsvSettings withSkippedLines(int lines) {
    if (lines < 0) {
      throw new IllegalArgumentException("cannot skip " + lines + " lines");
    }
    return new CsvSettings(options.with("skip", Integer.toString(lines)));
  }

  /** The same with a comma in place of the point in numbers, as in {@code 1,5}. */
  public CsvSettings withDecimalComma() {
    return new CsvSettings(options.with("comma"));
  }

  /**
   * The same with texts for what is missing, which becomes NaN; the empty one for an empty field.
   * If there are any, NaN and infinities are {@linkplain Dataset#allowingNonFinite let in}. A
   * missing label or target is an error.
   */
  public CsvSettings withMissing(String... texts) {
    return new CsvSettings(options.with("missing", List.of(texts)));
  }

  /** The same with another column of labels or targets, or {@link #NONE} or {@link #LAST}. */
  public CsvSettings withTarget(String column) {
    return new CsvSettings(options.with("target", column));
  }

  /** The same with real-valued targets in place of labels. */
  public CsvSettings withRealTarget() {
    return new CsvSettings(options.with(LabelKind.OPTION, "real"));
  }

  /** The same with this column of real-valued targets. */
  public CsvSettings withRealTarget(String column) {
    return withTarget(column).withRealTarget();
  }

  /**
   * The same with labels that are texts: these, in this order, or whichever there are in the order
   * of their first appearance if none is named. Others are refused.
   */
  public CsvSettings withTextLabels(String... names) {
    return new CsvSettings(options.with(LabelKind.OPTION, "texts").with("classes", List.of(names)));
  }

  /** The same with labels that are numbers of classes from 0 on, kept as they are. */
  public CsvSettings withClassNumbers() {
    return new CsvSettings(options.without(LabelKind.OPTION).without("textLabels"));
  }

  /** The same without these columns. */
  public CsvSettings without(String... columns) {
    return new CsvSettings(options.with("without", List.of(columns)));
  }

  /** The same with these columns as values, in this order, and no others. */
  public CsvSettings withColumns(String... columns) {
    return withColumns(List.of(columns));
  }

  CsvSettings withColumns(List<String> columns) {
    return new CsvSettings(options.with("columns", columns));
  }

  /** The same with the classes of labels that are integers or texts: these and no others. */
  CsvSettings withClasses(List<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    return switch (labels()) {
      case TEXTS -> withTextLabels(names.toArray(String[]::new));
      case INTEGERS ->
          new CsvSettings(options.with("integers", ClassNumbers.text(ClassNumbers.labels(names))));
      case NUMBERS, REAL -> this;
    };
  }

  boolean header() {
    return options.has("header");
  }

  char delimiter() {
    return options.get("delimiter", ",").charAt(0);
  }

  boolean repeatedBlanks() {
    return options.has("blanks");
  }

  boolean quotes() {
    return !options.has("unquoted");
  }

  @Nullable Charset encoding() {
    return options.has("encoding") ? Charset.forName(options.get("encoding", "")) : null;
  }

  @Nullable Character comment() {
    return options.has("comment") ? options.get("comment", "").charAt(0) : null;
  }

  int skippedLines() {
    return Integer.parseInt(options.get("skip", "0"));
  }

  boolean decimalComma() {
    return options.has("comma");
  }

  List<String> missing() {
    return options.list("missing");
  }

  String target() {
    return options.get("target", LAST);
  }

  LabelKind labels() {
    return LabelKind.of(options);
  }

  /** The texts of the first labels; none if they are as they come. */
  List<String> classes() {
    return options.list("classes");
  }

  /** The integers of the first labels; none if they are as they come. */
  List<Long> integers() {
    return options.has("integers") ? ClassNumbers.parse(options.get("integers", "")) : List.of();
  }

  List<String> leftOut() {
    return options.list("without");
  }

  /** The columns of values in their order; none if they are as they come. */
  List<String> columns() {
    return options.list("columns");
  }

  /** What differs from the settings of old, as texts. */
  Map<String, String> options() {
    return options.texts();
  }

  /** The settings of {@link #options}. */
  static CsvSettings of(Map<String, String> options) {
    return new CsvSettings(Options.of(options));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CsvSettings s && options.equals(s.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  @Override
  public String toString() {
    return "CsvSettings" + options.texts();
  }
}
