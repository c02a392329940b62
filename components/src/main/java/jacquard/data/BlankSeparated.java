package jacquard.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of lines between runs of blanks and tabs; a field in quotes may contain blanks, and a
 * quote written twice.
 */
final class BlankSeparated {
  private final BufferedReader reader;
  private final boolean quotes;
  private final @Nullable Character comment;

  BlankSeparated(BufferedReader reader, boolean quotes, @Nullable Character comment) {
    this.reader = reader;
    this.quotes = quotes;
    this.comment = comment;
  }

  /** The next fields, one empty one if the line is blank; null at the end. */
  String @Nullable [] next() throws IOException {
    String line = reader.readLine();
    while (line != null && isRemark(line.strip())) {
      line = reader.readLine();
    }
    return line == null ? null : split(line);
  }

  private boolean isRemark(String line) {
    return comment != null && !line.isEmpty() && line.charAt(0) == comment;
  }

  private String[] split(String line) {
    List<String> fields = new ArrayList<>();
    int at = blanks(line, 0);
    while (at < line.length()) {
      StringBuilder field = new StringBuilder();
      at = quotes && line.charAt(at) == '"' ? quoted(line, at + 1, field) : plain(line, at, field);
      fields.add(field.toString());
      at = blanks(line, at);
    }
    return fields.isEmpty() ? new String[] {""} : fields.toArray(String[]::new);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static int blanks(String line, int from) {
    int at = from;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int plain(String line, int from, StringBuilder field) {
    int at = from;
    while (at < line.length() && !isBlank(line.charAt(at))) {
      at++;
    }
    field.append(line, from, at);
    return at;
  }

  private static int quoted(String line, int from, StringBuilder field) {
    int at = from;
    while (true) {
      int quote = line.indexOf('"', at);
      if (quote < 0) {
        throw new IllegalStateException("a quote is not closed; withoutQuotes takes it as it is");
      }
      field.append(line, at, quote);
      at = quote + 1;
      if (at >= line.length() || line.charAt(at) != '"') {
        return plain(line, at, field);
      }
      field.append('"');
      at++;
    }
  }
}
