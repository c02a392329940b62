package jacquard.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A reader of comma-separated numbers: a sample a row, its label last, no header. */
public final class CsvReader {
  private final String name;
  private final String source;
  private final boolean missing;
  private final List<float[]> rows = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  private CsvReader(String name, String source, boolean missing) {
    this.name = name;
    this.source = source;
    this.missing = missing;
  }

  /**
   * Reads a file, unpacking it if its name ends in .gz.
   *
   * @throws IllegalArgumentException if the content is not as described; it names file, row and
   *     column, counted from 1
   */
  public static Dataset read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      return read(name, Sources.csv(file), in);
    }
  }

  /**
   * Reads a file as {@link #read} does, but takes an empty field for NaN and lets NaN and
   * infinities {@linkplain Dataset#allowingNonFinite in}.
   */
  public static Dataset readAllowingMissing(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      return new CsvReader(name, Sources.csvWithMissing(file), true).unpack(in);
    }
  }

  /** Reads a stream, which errors call by the given name. */
  static Dataset read(String name, String source, InputStream in) throws IOException {
    return new CsvReader(name, source, false).unpack(in);
  }

  private Dataset unpack(InputStream in) throws IOException {
    InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
    return parse(new InputStreamReader(plain, StandardCharsets.UTF_8));
  }

  private Dataset parse(Reader reader) throws IOException {
    try (CSVParser parser = CSVParser.parse(reader, CSVFormat.DEFAULT)) {
      parser.forEach(this::add);
    } catch (UncheckedIOException broken) {
      throw new IllegalArgumentException(name + ": " + broken.getMessage(), broken);
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(name + ": no rows");
    }
    return dataset();
  }

  private void add(CSVRecord row) {
    int columns = row.size() - 1;
    if (columns < 1) {
      throw error(row, "needs at least one value and a label");
    }
    if (!rows.isEmpty() && columns != rows.getFirst().length) {
      throw error(
          row, "%d fields, but row 1 has %d".formatted(row.size(), rows.getFirst().length + 1));
    }
    float[] values = new float[columns];
    for (int c = 0; c < columns; c++) {
      values[c] = number(row, c);
    }
    rows.add(values);
    labels.add(label(row, columns));
  }

  private float number(CSVRecord row, int column) {
    if (missing && row.get(column).isBlank()) {
      return Float.NaN;
    }
    try {
      float value = Float.parseFloat(row.get(column));
      if (missing || Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw error(row, column, "is not a number", notANumber);
    }
    throw error(row, column, "is not finite", null);
  }

  private int label(CSVRecord row, int column) {
    try {
      int label = Integer.parseInt(row.get(column).strip());
      if (label >= 0) {
        return label;
      }
    } catch (NumberFormatException notANumber) {
      throw error(row, column, "is not a label", notANumber);
    }
    throw error(row, column, "is not a label", null);
  }

  private Dataset dataset() {
    int columns = rows.getFirst().length;
    float[] values = new float[Math.multiplyExact(rows.size(), columns)];
    for (int r = 0; r < rows.size(); r++) {
      System.arraycopy(rows.get(r), 0, values, r * columns, columns);
    }
    int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
    return missing
        ? Dataset.fromAllowingNonFinite(name, source, columns, values, classes)
        : Dataset.from(name, source, columns, values, classes);
  }

  private IllegalArgumentException error(CSVRecord row, String what) {
    return new IllegalArgumentException(
        "%s, row %d: %s".formatted(name, row.getRecordNumber(), what));
  }

  private IllegalArgumentException error(
      CSVRecord row, int column, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "%s, row %d, column %d: '%s' %s"
            .formatted(name, row.getRecordNumber(), column + 1, row.get(column), what),
        cause);
  }
}
