package jacquard.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.wire.TextWire;
import net.openhft.chronicle.wire.ValueIn;
import net.openhft.chronicle.wire.ValueOut;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a checkpoint as Chronicle Wire text; the only class that knows Chronicle.
 *
 * <p>Only explicit fields with plain text go through Wire, so nothing a file says can make it
 * instantiate anything. Every table and row states its size, since Wire passes over what is missing
 * or too much. Its bytes were checked against their checksum before they come here, and a buffer is
 * made, used and dropped within one call, as Chronicle's thread checks demand.
 */
final class StructureText {
  static final Pattern COLUMN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_.$]{0,99}");

  /** A quote after an apostrophe would be cut by the text form; names hold neither. */
  private static final Pattern TEXT = Pattern.compile("[^'\"\\\\\\p{Cntrl}]*");

  /** A structure of more rows than this is not kept: it would cost memory rather than time. */
  private static final int KEPT_ROWS = 10_000;

  /** The rows of the structure written last and their texts. */
  private static volatile Map<List<String>, byte[]> lastRows = Map.of();

  private StructureText() {}

  /** The start of Chronicle, once. */
  private static final class Start {
    /** What went wrong; empty if nothing did. */
    static final String PROBLEM = problem();

    private static String problem() {
      try {
        startQuietly();
        rowText(Map.of("a", "text"));
        return "";
      } catch (RuntimeException | LinkageError e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.toString();
      }
    }
  }

  /**
   * Looks whether this JVM can read and write structures at all.
   *
   * @throws CheckpointException naming the option it must be started with
   */
  static void requireUsable() {
    if (!Start.PROBLEM.isEmpty()) {
      throw new CheckpointException(
          "checkpoints can neither be written nor read in this JVM, which refuses direct access to"
              + " memory: start Java with --sun-misc-unsafe-memory-access=allow ("
              + Start.PROBLEM
              + ")");
    }
  }

  /**
   * Has Chronicle load its classes without the line it prints about direct memory, of which it uses
   * none here.
   */
  private static void startQuietly() {
    PrintStream err = System.err;
    System.setErr(
        new PrintStream(err, true) {
          @Override
          public void println(@Nullable String line) {
            if (line == null || !line.contains("Unable to determine max direct memory")) {
              super.println(line);
            }
          }
        });
    try {
      Jvm.maxDirectMemory();
    } finally {
      System.setErr(err);
    }
  }

  /**
   * Looks for what cannot be written, before a run goes on and the structure is written elsewhere.
   *
   * @throws CheckpointException naming the text
   */
  static void check(Structure structure) {
    requireUsable();
    Structure.TABLES.forEach(
        table -> structure.table(table).forEach(row -> row.forEach(StructureText::check)));
  }

  private static void check(String column, String text) {
    if (!COLUMN.matcher(column).matches() || !TEXT.matcher(text).matches()) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "cannot save %s \"%s\": names may not hold quotes, backslashes or control characters",
              column,
              text));
    }
  }

  /**
   * The text of a structure, known to read back as it is.
   *
   * <p>A row's text stands on one line and does not depend on what is around it, so that the rows
   * that were in the last structure too, most of a program's, are neither written nor read back
   * again; their text is the same either way.
   *
   * @throws CheckpointException if a text would not read back
   */
  static byte[] write(Structure structure) {
    Map<List<String>, byte[]> known = lastRows;
    Map<List<String>, byte[]> texts = new HashMap<>();
    Structure fresh = new Structure();
    for (String table : Structure.TABLES) {
      for (Map<String, String> row : structure.table(table)) {
        List<String> key = key(row);
        byte[] text = known.get(key);
        if (text == null) {
          text = rowText(row);
          fresh.table(table).add(row);
        }
        texts.put(key, text);
      }
    }
    requireLimit(structure, texts);
    requireReadable(join(fresh, texts), fresh);
    lastRows = texts.size() <= KEPT_ROWS ? texts : Map.of();
    byte[] text = join(structure, texts);
    assert read(text).equals(structure);
    return text;
  }

  private static void requireLimit(Structure structure, Map<List<String>, byte[]> texts) {
    long size = 0;
    for (String table : Structure.TABLES) {
      size += 50;
      for (Map<String, String> row : structure.table(table)) {
        size += Objects.requireNonNull(texts.get(key(row))).length + 4;
      }
    }
    if (size > structure.limit()) {
      throw Structure.tooLarge("the experiment", structure.limit());
    }
  }

  private static void requireReadable(byte[] text, Structure structure) {
    if (!read(text).equals(structure)) {
      throw new CheckpointException("the structure does not read back as it was written");
    }
  }

  /** The columns and texts of a row; unlike the map itself it is equal only in the same order. */
  private static List<String> key(Map<String, String> row) {
    List<String> key = new ArrayList<>(2 * row.size());
    row.forEach(
        (column, text) -> {
          key.add(column);
          key.add(text);
        });
    return key;
  }

  private static byte[] join(Structure structure, Map<List<String>, byte[]> texts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
    for (String table : Structure.TABLES) {
      List<Map<String, String>> rows = structure.table(table);
      out.writeBytes(
          ascii(String.format(Locale.ROOT, "%sRows: \"%d\"\n%s: [", table, rows.size(), table)));
      String before = "\n  ";
      for (Map<String, String> row : rows) {
        out.writeBytes(ascii(before));
        out.writeBytes(Objects.requireNonNull(texts.get(key(row))));
        before = ",\n  ";
      }
      out.writeBytes(ascii("\n]\n"));
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] rowText(Map<String, String> row) {
    Bytes<byte[]> bytes = Bytes.allocateElasticOnHeap(512);
    ValueOut out = new TextWire(bytes).getValueOut();
    out.swapLeaf(true);
    out.marshallable(wire -> writeRow(row, wire));
    String columns = new String(bytes.toByteArray(), StandardCharsets.UTF_8).strip();
    return ("{ " + columns + " }").getBytes(StandardCharsets.UTF_8);
  }

  private static void writeRow(Map<String, String> row, WireOut wire) {
    wire.write("_columns").text(Integer.toString(row.size()));
    row.forEach((column, text) -> wire.write(column).text(text));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws CheckpointException if anything is missing, too much, or not of this form
   */
  static Structure read(byte[] text) {
    requireUsable();
    try {
      Structure structure = new Structure();
      TextWire wire = new TextWire(Bytes.wrapForRead(text));
      for (String table : Structure.TABLES) {
        int rows = number(wire.read(table + "Rows"), text.length);
        wire.read(table)
            .sequence(structure.table(table), (into, in) -> readRows(into, in, rows, text.length));
        if (structure.table(table).size() != rows) {
          throw new CheckpointException("the table " + table + " has not " + rows + " rows");
        }
      }
      return structure;
    } catch (CheckpointException e) {
      throw e;
    } catch (Throwable t) {
      // Wire throws what it likes, checked exceptions and stack overflows among it.
      throw new CheckpointException("the structure cannot be read: " + t, t);
    }
  }

  private static void readRows(List<Map<String, String>> rows, ValueIn in, int count, int limit) {
    for (int i = 0; i < count && in.hasNextSequenceItem(); i++) {
      Map<String, String> row = new LinkedHashMap<>();
      in.marshallable(wire -> readRow(row, wire, limit));
      rows.add(row);
    }
    if (in.hasNextSequenceItem()) {
      throw new CheckpointException("a table has more than " + count + " rows");
    }
  }

  private static void readRow(Map<String, String> row, WireIn wire, int limit) {
    int columns = number(wire.read("_columns"), limit);
    StringBuilder column = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      column.setLength(0);
      String text = wire.read(column).text();
      if (text == null || row.put(column.toString(), text) != null) {
        throw new CheckpointException("the column " + column + " is empty or doubled");
      }
    }
    if (wire.hasMore()) {
      throw new CheckpointException("a row has more than " + columns + " columns");
    }
  }

  private static int number(ValueIn in, int limit) {
    String text = in.text();
    if (text == null || !text.matches("\\d{1,9}") || Integer.parseInt(text) > limit) {
      throw new CheckpointException("\"" + text + "\" is not a number of rows or columns");
    }
    return Integer.parseInt(text);
  }
}
