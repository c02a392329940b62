package jacquard.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file, read one after another. */
final class CsvRows implements RowReader {
  private final String name;
  private final CsvSettings settings;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> header;

  /** The first record after the header, which is read ahead to know the number of fields. */
  private @Nullable CSVRecord ahead;

  private @Nullable CSVRecord current;
  private long row;

  private final int fields;
  private final int target;
  private final int[] inputs;
  private final float[] values;
  private final Map<String, Integer> classes = new LinkedHashMap<>();
  private int label;

  static CsvRows open(String name, InputStream in, CsvSettings settings) throws IOException {
    try {
      InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
      return new CsvRows(name, new InputStreamReader(plain, StandardCharsets.UTF_8), settings);
    } catch (IOException e) {
      in.close();
      throw Damage.of(name, e);
    } catch (RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private CsvRows(String name, Reader reader, CsvSettings settings) throws IOException {
    this.name = name;
    this.settings = settings;
    this.parser =
        CSVParser.parse(
            reader, CSVFormat.DEFAULT.builder().setDelimiter(settings.delimiter()).get());
    this.records = parser.iterator();
    CSVRecord names = settings.header() ? record() : null;
    this.header = names == null ? List.of() : names.stream().map(String::strip).toList();
    this.ahead = record();
    if (ahead == null) {
      throw new IllegalArgumentException(name + ": no rows");
    }
    this.fields = settings.header() ? header.size() : ahead.size();
    this.target = targetColumn();
    this.inputs = inputColumns();
    this.values = new float[inputs.length];
    settings.classes().forEach(each -> classes.put(each, classes.size()));
  }

  private @Nullable CSVRecord record() throws IOException {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException | IllegalStateException broken) {
      Throwable cause = broken.getCause() == null ? broken : broken.getCause();
      if (cause instanceof CSVException || !(cause instanceof IOException io)) {
        throw new IllegalArgumentException(
            "%s, row %d: %s".formatted(name, row + 1, cause.getMessage()), broken);
      }
      throw Damage.of(name, io);
    }
  }

  private int targetColumn() {
    return switch (settings.target()) {
      case CsvSettings.LAST -> fields - 1;
      case CsvSettings.NONE -> -1;
      default -> column(settings.target());
    };
  }

  private int[] inputColumns() {
    TreeSet<Integer> left = new TreeSet<>();
    settings.leftOut().forEach(each -> left.add(column(each)));
    int[] rest = IntStream.range(0, fields).filter(c -> c != target && !left.contains(c)).toArray();
    if (rest.length == 0) {
      throw new IllegalArgumentException(
          name
              + (left.isEmpty()
                  ? ", row 1: needs at least one value and a label"
                  : ": no column is left for values"));
    }
    return rest;
  }

  /** The index of a column by name or by number counted from 1. */
  int column(String wanted) {
    int named = header.indexOf(wanted);
    if (named >= 0) {
      return named;
    }
    if (wanted.matches("\\d{1,9}")) {
      int number = Integer.parseInt(wanted);
      if (number >= 1 && number <= fields) {
        return number - 1;
      }
    }
    throw new IllegalArgumentException(
        "%s: no column '%s'; there are %d%s"
            .formatted(name, wanted, fields, header.isEmpty() ? "" : ": " + header));
  }

  @Override
  public int columns() {
    return inputs.length;
  }

  @Override
  public List<String> columnNames() {
    return header.isEmpty() ? List.of() : IntStream.of(inputs).mapToObj(header::get).toList();
  }

  @Override
  public List<String> classNames() {
    return new ArrayList<>(classes.keySet());
  }

  @Override
  public boolean next() throws IOException {
    if (!nextRecord()) {
      return false;
    }
    for (int i = 0; i < inputs.length; i++) {
      values[i] = number(inputs[i]);
    }
    label = target < 0 ? 0 : settings.textLabels() ? named(text(target)) : integer(target);
    return true;
  }

  /** Goes to the next row without reading its values. */
  boolean nextRecord() throws IOException {
    current = ahead == null ? record() : ahead;
    ahead = null;
    if (current == null) {
      return false;
    }
    row++;
    if (current.size() != fields) {
      throw new IllegalArgumentException(
          "%s, row %d: %d fields, but %s has %d"
              .formatted(
                  name, row, current.size(), settings.header() ? "the header" : "row 1", fields));
    }
    return true;
  }

  @Override
  public float[] values() {
    return values;
  }

  @Override
  public int label() {
    return label;
  }

  /** A field of this row. */
  String text(int column) {
    if (current == null) {
      throw new IllegalStateException("no row is read: next() comes first");
    }
    return current.get(column);
  }

  private float number(int column) {
    String text = text(column);
    List<String> missing = settings.missing();
    if (!missing.isEmpty() && missing.contains(text.strip())) {
      return Float.NaN;
    }
    float value;
    try {
      value = Float.parseFloat(text);
    } catch (NumberFormatException notANumber) {
      throw error(column, "is not a number", notANumber);
    }
    if (missing.isEmpty() && !Float.isFinite(value)) {
      throw error(column, "is not finite", null);
    }
    return value;
  }

  private int integer(int column) {
    int number;
    try {
      number = Integer.parseInt(text(column).strip());
    } catch (NumberFormatException notANumber) {
      throw error(column, "is not a label", notANumber);
    }
    if (number < 0) {
      throw error(column, "is not a label", null);
    }
    return number;
  }

  private int named(String text) {
    String stripped = text.strip();
    Integer known = classes.get(stripped);
    if (known != null) {
      return known;
    }
    if (!settings.classes().isEmpty()) {
      throw error(target, "is none of the classes " + settings.classes(), null);
    }
    classes.put(stripped, classes.size());
    return classes.size() - 1;
  }

  private IllegalArgumentException error(int column, String what, @Nullable Exception cause) {
    String called = header.isEmpty() ? "" : " (" + header.get(column) + ")";
    return new IllegalArgumentException(
        "%s, row %d, column %d%s: '%s' %s"
            .formatted(name, row, column + 1, called, text(column), what),
        cause);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
