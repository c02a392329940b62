package jacquard.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lines of a sparse text file and their entries, one after another. */
final class LibsvmLines implements Closeable {
  /**
   * So many times its own size a file may take in memory: beyond it, an index is rather a mistake.
   */
  private static final long WIDEST = 4096;

  private final String name;
  private final BufferedReader reader;
  private String[] fields = {};
  private int field;
  private long line;
  private long characters;
  private int label;
  private int index;
  private float value;

  LibsvmLines(String name, BufferedReader reader) {
    this.name = name;
    this.reader = reader;
  }

  String name() {
    return name;
  }

  /** Goes to the next line that is not empty; false if there is none. */
  boolean next() throws IOException {
    String text = line();
    while (text != null) {
      line++;
      characters += text.length() + 1;
      int remark = text.indexOf('#');
      String data = (remark < 0 ? text : text.substring(0, remark)).strip();
      if (!data.isEmpty()) {
        fields = data.split("\\s+", -1);
        field = 0;
        index = 0;
        label = label(fields[0]);
        return true;
      }
      text = line();
    }
    return false;
  }

  private @Nullable String line() throws IOException {
    try {
      return reader.readLine();
    } catch (IOException e) {
      throw Damage.of(name, e);
    }
  }

  int label() {
    return label;
  }

  private int label(String text) {
    double number = number(text, "is not a label");
    if (number != (int) number) {
      throw error("is no class: an integer is wanted", null);
    }
    return (int) number;
  }

  /** Goes to the next entry of the line; false if there is none. */
  boolean nextEntry() {
    if (++field >= fields.length) {
      return false;
    }
    String text = fields[field];
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw error("is not index:value", null);
    }
    String left = text.substring(0, colon);
    if (left.equals("qid")) {
      return nextEntry();
    }
    int found = index(left);
    if (found <= index) {
      throw error(
          found < 1 ? "has no index from 1 on" : "does not come after index " + index, null);
    }
    index = found;
    value = (float) number(text.substring(colon + 1), "has no number");
    if (!Float.isFinite(value)) {
      throw error("is not finite as a float", null);
    }
    return true;
  }

  private int index(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw error("has no index from 1 on", notANumber);
    }
  }

  private double number(String text, String what) {
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      throw error(what, notANumber);
    }
    if (!Double.isFinite(number)) {
      throw error("is not finite", null);
    }
    return number;
  }

  /** The index of this entry, counted from 1. */
  int index() {
    return index;
  }

  float value() {
    return value;
  }

  /** Refuses rows that would take far more memory than the lines that were read. */
  void checkWidth(long rows, int columns) {
    long justified = WIDEST * characters / Float.BYTES;
    if (columns > justified / rows) {
      throw new IllegalArgumentException(
          ("%s: index %d makes %d rows of that many columns, more than %d times the file;"
                  + " number the columns from 1 without large gaps")
              .formatted(name, columns, rows, WIDEST));
    }
  }

  IllegalArgumentException error(String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "%s, row %d, column %d: '%s' %s".formatted(name, line, field + 1, fields[field], what),
        cause);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
