package jacquard.report;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file of a run directory; what is none is named with its line. */
final class CsvRows {
  private CsvRows() {}

  /**
   * Reads the rows after the header.
   *
   * @param text of the file
   * @param header its first line
   * @param advice what to do if it is damaged
   * @param row makes a row of a record
   * @throws RunException if something is no row
   */
  static <R> List<R> read(
      CSVFormat format,
      Path file,
      String text,
      String header,
      String advice,
      Function<CSVRecord, R> row) {
    List<R> rows = new ArrayList<>();
    if (!text.startsWith(header + "\n")) {
      throw damaged(file, 1, header, advice, null);
    }
    long line = 1;
    try (CSVParser parser = format.parse(new StringReader(text))) {
      Iterator<CSVRecord> records = parser.iterator();
      records.next();
      while (records.hasNext()) {
        rows.add(row.apply(records.next()));
        line = parser.getCurrentLineNumber();
      }
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException e) {
      throw damaged(file, line + 1, header, advice, e);
    }
    return rows;
  }

  private static RunException damaged(
      Path file, long line, String header, String advice, @Nullable Exception e) {
    return new RunException(
        String.format(
            Locale.ROOT, "%s, line %d: this is no row of %s; %s", file, line, header, advice),
        e);
  }
}
