package jacquard.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reader of comma-separated fields: a sample a row, by {@link CsvSettings}.
 *
 * <p>Files packed with gzip are unpacked. Numbers are decimals with a point, such as {@code
 * -1.5e3}, rounded to the nearest float. Errors are {@link IllegalArgumentException}s that name
 * file, row and column; rows count from 1, the header and blank lines not among them. In a file of
 * one column a blank line is a row whose field is empty.
 */
public final class CsvReader {
  private CsvReader() {}

  /**
   * Reads a file of numbers without a header, the label last.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset read(Path file) throws IOException {
    return read(file, CsvSettings.plain());
  }

  /**
   * Reads a file as {@link #read(Path)} does, but takes an empty field for NaN and lets NaN and
   * infinities {@linkplain Dataset#allowingNonFinite in}.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset readAllowingMissing(Path file) throws IOException {
    return read(file, CsvSettings.plain().withMissing(""));
  }

  /**
   * Reads a file that looks as the settings say.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset read(Path file, CsvSettings settings) throws IOException {
    try (RowReader rows = open(file, settings)) {
      Collected all = Collected.of(name(file), rows);
      String source = Sources.csv(file, settings.withClasses(all.classNames()));
      return all.dataset(source, settings.missing().isEmpty());
    }
  }

  /**
   * Reads a file as another file was read that looks the same, such as a test set as its training
   * set: with the settings, columns and classes of the other.
   *
   * @param other what this read from a file
   * @throws IllegalArgumentException if columns are missing or too many, or a label is none of the
   *     classes; it names them. Columns in another order are found by their names
   * @throws IOException if the file cannot be read
   */
  public static Dataset readLike(Path file, Dataset other) throws IOException {
    return readLike(file, Sources.csvSettings(other), other.all());
  }

  /**
   * Reads a file with the columns and classes of other rows, but settings of its own, such as
   * {@linkplain CsvSettings#withTarget no target}.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset readLike(Path file, CsvSettings settings, Rows other) throws IOException {
    try (CsvRows rows = rows(file, settings, other.rows(0, 1)).checked()) {
      boolean finite = settings.missing().isEmpty();
      return Collected.of(name(file), rows).dataset(Sources.csv(file, rows.settings()), finite);
    }
  }

  /**
   * Opens a file to be read row by row.
   *
   * <p>Integer labels are numbered by their first appearance; {@link RowReader#classOrder} gives
   * their order.
   *
   * @throws IOException if the file cannot be read
   */
  public static RowReader open(Path file, CsvSettings settings) throws IOException {
    return rows(file, settings, null).checked();
  }

  /**
   * Opens a file to be read row by row with the columns and classes of other rows, such as those of
   * a training set, as {@link #readLike} reads one.
   *
   * @throws IOException if the file cannot be read
   */
  public static RowReader openLike(Path file, CsvSettings settings, Rows other) throws IOException {
    return rows(file, settings, other.rows(0, 1)).checked();
  }

  /**
   * Reads one column as text, such as what is {@linkplain CsvSettings#without left out} of a data
   * set: a text a row.
   *
   * @param column a name of the header or a number counted from 1
   * @throws IOException if the file cannot be read
   */
  public static List<String> texts(Path file, CsvSettings settings, String column)
      throws IOException {
    try (CsvRows rows = rows(file, settings, null)) {
      int index = rows.column(column);
      List<String> texts = new ArrayList<>();
      while (rows.nextRecord()) {
        texts.add(rows.text(index));
      }
      return texts;
    }
  }

  private static CsvRows rows(Path file, CsvSettings settings, @Nullable Examples like)
      throws IOException {
    return CsvRows.open(name(file), Unpacked.stream(file), settings, like);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Reads a stream, which errors call by the given name. */
  static Dataset read(String name, String source, InputStream in) throws IOException {
    try (CsvRows rows = CsvRows.open(name, in, CsvSettings.plain()).checked()) {
      return Collected.of(name, rows).dataset(source, true);
    }
  }
}
