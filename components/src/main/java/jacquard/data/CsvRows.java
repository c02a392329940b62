package jacquard.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file, read one after another.
 *
 * <p>A blank line is no row, except in a file of one column, where it is a row whose field is
 * empty.
 */
final class CsvRows implements RowReader {
  private final String name;
  private final CsvSettings settings;
  private final CsvRecords records;
  private final CsvColumns columns;

  /** Blank lines, then the first record after the header, which are read ahead. */
  private int blanksAhead;

  private String @Nullable [] ahead;
  private String[] current = {};
  private long row;

  private final int[] inputs;
  private final int target;
  private final boolean comma;
  private final List<String> missing;
  private final float[] values;
  private final CsvLabels labels;
  private int label;
  private float real = Float.NaN;

  /** Opens a packed or unpacked stream, and closes it if it is not what the settings say. */
  static CsvRows open(String name, InputStream in, CsvSettings settings) throws IOException {
    return open(name, in, settings, null);
  }

  /** The same with the columns and classes of other rows, if there are any. */
  static CsvRows open(String name, InputStream in, CsvSettings settings, @Nullable Examples like)
      throws IOException {
    InputStream plain = Unpacked.of(name, in);
    try {
      return new CsvRows(name, plain, settings, like);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private CsvRows(String name, InputStream in, CsvSettings given, @Nullable Examples like)
      throws IOException {
    this.name = name;
    this.records = new CsvRecords(name, in, given);
    List<String> header = given.header() ? header() : List.of();
    readAhead();
    int fields = given.header() ? header.size() : first().length;
    CsvColumns found = new CsvColumns(name, header, fields, given);
    this.settings = like == null ? given : CsvLike.of(name, found, given, like);
    this.columns = like == null ? found : new CsvColumns(name, header, fields, settings);
    this.inputs = columns.inputs();
    this.target = columns.target();
    this.comma = settings.decimalComma();
    this.missing = settings.missing();
    this.values = new float[inputs.length];
    this.labels = new CsvLabels(settings, target >= 0);
  }

  private List<String> header() throws IOException {
    String[] names = records.next(0);
    while (names != null && isBlank(names)) {
      names = records.next(0);
    }
    if (names == null) {
      throw new IllegalArgumentException(name + ": no rows");
    }
    return Stream.of(names).map(Visible::strip).toList();
  }

  private static boolean isBlank(String[] fields) {
    return fields.length == 1 && Visible.strip(fields[0]).isEmpty();
  }

  private void readAhead() throws IOException {
    ahead = records.next(1);
    while (ahead != null && isBlank(ahead)) {
      blanksAhead++;
      ahead = records.next(1);
    }
  }

  private String[] first() {
    if (ahead == null) {
      throw new IllegalArgumentException(name + ": no rows");
    }
    return ahead;
  }

  /** Refuses a file that does not have a value in each row. */
  CsvRows checked() {
    if (columns.fields() > 1 || blanksAhead == 0) {
      first();
    }
    columns.check(ahead == null ? "" : CsvHints.ofFields(ahead[0], settings));
    return this;
  }

  /** The settings, with the columns and classes of other rows if they are like some. */
  CsvSettings settings() {
    return settings;
  }

  /** The index of a column by name or by number counted from 1. */
  int column(String wanted) {
    return columns.column(wanted);
  }

  @Override
  public int columns() {
    return inputs.length;
  }

  @Override
  public List<String> columnNames() {
    return columns.names();
  }

  @Override
  public List<String> classNames() {
    return labels.classNames();
  }

  @Override
  public int[] classOrder() {
    return labels.classOrder();
  }

  @Override
  public boolean next() throws IOException {
    if (!nextRecord()) {
      return false;
    }
    for (int i = 0; i < inputs.length; i++) {
      values[i] = number(inputs[i]);
    }
    if (target >= 0) {
      readTarget();
    }
    return true;
  }

  /** Goes to the next row without reading its values. */
  boolean nextRecord() throws IOException {
    String[] fields = nextFields();
    if (fields == null) {
      current = new String[0];
      return false;
    }
    row++;
    current = fields;
    if (fields.length != columns.fields()) {
      boolean title = row > 1 && columns.fields() == 1;
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s, row %d: %d fields, but %s has %d%s",
              name,
              row,
              fields.length,
              settings.header() ? "the header" : "row 1",
              columns.fields(),
              title
                  ? "; are the first lines no rows (withSkippedLines)?"
                  : fields.length == 1 ? CsvHints.ofFields(fields[0], settings) : ""));
    }
    return true;
  }

  private String @Nullable [] nextFields() throws IOException {
    while (blanksAhead > 0) {
      blanksAhead--;
      if (columns.fields() == 1) {
        return new String[] {""};
      }
    }
    String[] fields = ahead == null ? records.next(row + 1) : ahead;
    ahead = null;
    while (fields != null && columns.fields() > 1 && isBlank(fields)) {
      fields = records.next(row + 1);
    }
    return fields;
  }

  @Override
  public float[] values() {
    return values;
  }

  @Override
  public int label() {
    return label;
  }

  @Override
  public boolean hasTargets() {
    return labels.areReal();
  }

  @Override
  public float target() {
    return real;
  }

  /** A field of this row. */
  String text(int column) {
    if (current.length == 0) {
      throw new IllegalStateException("no row is read: next() comes first");
    }
    return current[column];
  }

  private boolean isMissing(String text) {
    return !missing.isEmpty() && missing.contains(Visible.strip(text));
  }

  private float number(int column) {
    String text = text(column);
    return isMissing(text) ? Float.NaN : number(column, text, !missing.isEmpty());
  }

  private float number(int column, String text, boolean nonFinite) {
    float value;
    try {
      value = DecimalText.value(text, comma);
    } catch (NumberFormatException notANumber) {
      String hint = CsvHints.ofNumber(text, row, current, settings);
      throw error(column, "is not a number" + hint, notANumber);
    }
    if (!Float.isFinite(value)) {
      if (!DecimalText.isWord(text)) {
        throw error(column, "is beyond the numbers a float can be (3.4e38)", null);
      }
      if (!nonFinite) {
        throw error(column, "is not finite; withMissing lets such numbers in", null);
      }
    }
    return value;
  }

  private void readTarget() {
    String text = text(target);
    String stripped = Visible.strip(text);
    if (stripped.isEmpty() || isMissing(stripped)) {
      boolean atEnd = row == 1 && stripped.isEmpty() && settings.target().equals(CsvSettings.LAST);
      String hint = atEnd ? "; does each line end with a delimiter (withTarget)?" : "";
      throw error(target, "is a missing label; fill it or leave out the row" + hint, null);
    }
    if (labels.areReal()) {
      if (DecimalText.isWord(text)) {
        throw error(target, "is not finite; fill it or leave out the row", null);
      }
      real = number(target, text, true);
      return;
    }
    try {
      label = labels.label(stripped);
    } catch (CsvLabels.NotALabel refused) {
      String hint = refused.isSpelling() ? CsvHints.ofLabel(text, row, current, settings) : "";
      throw error(target, refused.getMessage() + hint, refused);
    }
  }

  private IllegalArgumentException error(int column, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s, row %d, column %d%s: '%s' %s",
            name,
            row,
            column + 1,
            columns.called(column),
            Visible.text(text(column)),
            what),
        cause);
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
