package jacquard.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A reader of comma-separated fields: a sample a row, by {@link CsvSettings}.
 *
 * <p>Files whose names end in .gz are unpacked. Errors are {@link IllegalArgumentException}s that
 * name file, row and column; rows count from 1, the header not among them.
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
      boolean finite = settings.missing().isEmpty();
      return Collected.of(rows)
          .dataset(String.valueOf(file.getFileName()), Sources.csv(file, settings), finite);
    }
  }

  /**
   * Opens a file to be read row by row.
   *
   * @throws IOException if the file cannot be read
   */
  public static RowReader open(Path file, CsvSettings settings) throws IOException {
    InputStream in = Files.newInputStream(file);
    return CsvRows.open(String.valueOf(file.getFileName()), in, settings);
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
    InputStream in = Files.newInputStream(file);
    try (CsvRows rows = CsvRows.open(String.valueOf(file.getFileName()), in, settings)) {
      int index = rows.column(column);
      List<String> texts = new ArrayList<>();
      while (rows.nextRecord()) {
        texts.add(rows.text(index));
      }
      return texts;
    }
  }

  /** Reads a stream, which errors call by the given name. */
  static Dataset read(String name, String source, InputStream in) throws IOException {
    try (CsvRows rows = CsvRows.open(name, in, CsvSettings.plain())) {
      return Collected.of(rows).dataset(name, source, true);
    }
  }
}
