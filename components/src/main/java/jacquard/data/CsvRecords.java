package jacquard.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the lines of a CSV file, one after another; lines may be blank.
 *
 * <p>Fields between single delimiters are split by Commons CSV, those between runs of blanks by
 * {@link BlankSeparated}.
 */
final class CsvRecords implements Closeable {
  private final String name;
  private final BufferedReader reader;
  private final @Nullable Iterator<CSVRecord> delimited;
  private final @Nullable BlankSeparated blanks;

  CsvRecords(String name, InputStream in, CsvSettings settings) throws IOException {
    this.name = name;
    this.reader = new BufferedReader(new DecodedText(name, in, settings.encoding()), 1 << 15);
    for (int i = 0; i < settings.skippedLines(); i++) {
      reader.readLine();
    }
    if (settings.repeatedBlanks()) {
      delimited = null;
      blanks = new BlankSeparated(reader, settings.quotes(), settings.comment());
    } else {
      delimited = CSVParser.parse(reader, format(settings)).iterator();
      blanks = null;
    }
  }

  private static CSVFormat format(CsvSettings settings) {
    CSVFormat.Builder builder =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(settings.delimiter())
            .setCommentMarker(settings.comment())
            .setIgnoreEmptyLines(false);
    return settings.quotes() ? builder.get() : builder.setQuote(null).get();
  }

  /**
   * The next fields; null at the end.
   *
   * @param row for messages
   */
  String @Nullable [] next(long row) throws IOException {
    try {
      return blanks != null ? blanks.next() : delimited();
    } catch (UncheckedIOException | IllegalStateException broken) {
      Throwable cause = broken.getCause() == null ? broken : broken.getCause();
      if (cause instanceof CSVException || !(cause instanceof IOException io)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s, row %d: %s%s",
                name,
                row,
                cause.getMessage(),
                blanks == null ? "; withoutQuotes takes quotes as they are" : ""),
            broken);
      }
      throw Damage.of(name, io);
    }
  }

  private String @Nullable [] delimited() {
    return delimited != null && delimited.hasNext() ? delimited.next().values() : null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
