package jacquard.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The readable part of a checkpoint: tables of rows of named texts.
 *
 * <p>{@code engine/docs/CHECKPOINTS.md} lists the tables and their columns. Columns that begin with
 * {@code _} are the format's, all others are fields of components or locals of frames.
 */
final class Structure {
  /** The tables, in the order they are written. */
  static final List<String> TABLES = List.of("programs", "nodes", "frames", "objects", "arrays");

  /** How much of a row a message tells. */
  private static final int SHOWN = 200;

  /** The most bytes a structure may have as text, written and read alike. */
  static final int LIMIT = 1 << 30;

  private final Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
  private final int limit;
  private long size;

  Structure() {
    this(LIMIT);
  }

  Structure(int limit) {
    this.limit = limit;
    TABLES.forEach(name -> tables.put(name, new ArrayList<>()));
  }

  /** The rows of a table, in order. */
  List<Map<String, String>> table(String name) {
    List<Map<String, String>> rows = tables.get(name);
    if (rows == null) {
      throw new IllegalArgumentException("no table " + name);
    }
    return rows;
  }

  /** A new row at the end of a table. */
  Map<String, String> add(String table) {
    Map<String, String> row = new LinkedHashMap<>();
    table(table).add(row);
    return row;
  }

  int limit() {
    return limit;
  }

  /** Counts the characters of a column; gives whether all of them can still be written. */
  boolean grow(int characters) {
    size += characters;
    return size <= limit;
  }

  static CheckpointException tooLarge(String place, int limit) {
    return new CheckpointException(
        String.format(
            Locale.ROOT,
            "%s is too large: what is saved as text (numbers in lists, names, texts) would be more"
                + " than %,d bytes; keep it in arrays of primitive values, such as byte[] or"
                + " float[]",
            place,
            limit));
  }

  /** A column that must be there. */
  static String get(Map<String, String> row, String column) {
    String text = row.get(column);
    if (text == null) {
      throw new CheckpointException("the column " + column + " is missing in " + shown(row));
    }
    return text;
  }

  private static String shown(Map<String, String> row) {
    String text = row.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** A column that must be there and be a whole number, not negative. */
  static long number(Map<String, String> row, String column) {
    return number(column, get(row, column));
  }

  /** A whole number, not negative. */
  static long number(String column, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new CheckpointException("the " + column + " are no number: " + text);
    }
    return Long.parseLong(text);
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Structure that && tables.equals(that.tables);
  }

  @Override
  public int hashCode() {
    return tables.hashCode();
  }
}
