package jacquard.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The lines of a sparse text file and their entries, one after another. */
final class LibsvmLines implements Closeable {
  /**
   * The times its own size that a file may take in memory: beyond it, an index is rather a mistake.
   */
  private static final long WIDEST = 4096;

  private final String name;
  private final BufferedReader reader;
  private String[] fields = {};
  private int field;
  private long line;
  private long characters;
  private final boolean real;
  private long label;
  private float target;
  private int index;
  private float value;

  LibsvmLines(String name, BufferedReader reader, boolean real) {
    this.name = name;
    this.real = real;
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
        readTarget(fields[0]);
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

  long label() {
    return label;
  }

  float target() {
    return target;
  }

  private void readTarget(String text) {
    if (real) {
      target = number(text, "is not a number");
      return;
    }
    Long integer;
    try {
      integer = DecimalText.integer(text, false);
    } catch (ArithmeticException fraction) {
      throw error(
          "is not an integer label; are these real-valued targets (withRealTarget)?", fraction);
    }
    if (integer == null) {
      throw error("is not an integer label", null);
    }
    label = integer;
  }

  /** Refuses more classes than there can be. */
  void checkClasses(int count) {
    if (count > ClassNumbers.MOST) {
      throw error("is one label too many; are these real-valued targets (withRealTarget)?", null);
    }
  }

  /** Goes to the next entry of the line; false if there is none. */
  boolean nextEntry() {
    do {
      field++;
    } while (field < fields.length && fields[field].startsWith("qid:"));
    if (field >= fields.length) {
      return false;
    }
    String text = fields[field];
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw error("is not index:value", null);
    }
    int found = index(text.substring(0, colon));
    if (found <= index) {
      throw error("does not come after index " + index, null);
    }
    index = found;
    value = number(text.substring(colon + 1), "has no number");
    return true;
  }

  private int index(String text) {
    long found = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw error("has no index from 1 on", null);
      }
      found = Math.min(Integer.MAX_VALUE, 10 * Math.max(0, found) + c - '0');
    }
    if (found == 0) {
      throw error("has no index from 1 on; scikit-learn writes so with zero_based=False", null);
    }
    if (found == Integer.MAX_VALUE) {
      throw error("has an index of 2^31 - 1 or more", null);
    }
    return (int) found;
  }

  private float number(String text, String what) {
    float number;
    try {
      number = DecimalText.value(text, false);
    } catch (NumberFormatException notANumber) {
      throw error(what, notANumber);
    }
    if (!Float.isFinite(number)) {
      throw error(
          DecimalText.isWord(text)
              ? "is not finite"
              : "is beyond the numbers a float can be (3.4e38)",
          null);
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
          String.format(
              Locale.ROOT,
              "%s: index %d makes %d rows of that many columns, more than %d times the file;"
                  + " number the columns from 1 without large gaps",
              name,
              columns,
              rows,
              WIDEST));
    }
  }

  IllegalArgumentException error(String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s, row %d, column %d: '%s' %s",
            name,
            line,
            field + 1,
            Visible.text(fields[field]),
            what),
        cause);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
