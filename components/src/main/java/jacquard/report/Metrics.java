package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.hook.RowFile;
import jacquard.vm.Atomic;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component that writes what a run measures into its {@link RunDirectory}.
 *
 * <p>How many rows there are is part of the run. A run that is resumed, from whichever checkpoint,
 * first cuts the rows that were written after it; so the files are always those of one run without
 * interruption: no row is lost and none is there twice. Without a run directory nothing is kept.
 *
 * <p>Rows are written into both files or none. Those that cannot be written, on a full disk say,
 * wait in memory as part of the run, and are written as soon as that is possible: the run goes on.
 */
@Atomic
public final class Metrics implements Stateful, Flushable {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  /** One of the two files. */
  private static final class Table {
    private final Path path;
    private final String first;
    private long length;

    Table(Path path, String first) {
      this.path = path;
      this.first = first;
    }

    void put(String text) throws IOException {
      RowFile.put(path, length, text.getBytes(StandardCharsets.UTF_8));
    }

    void force() throws IOException {
      RunFile.uninterrupted(
          () -> {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
              file.force(true);
            }
          });
    }
  }

  private record Tables(Table csv, Table json) {}

  private long rows;

  /** The rows that could not be written yet, the last of all. */
  private List<MetricRow> waiting = new ArrayList<>();

  private transient @Nullable Tables tables;
  private transient List<MetricRow> latest = List.of();
  private transient Consumer<String> warnings = LOG::warn;
  private transient boolean isInTrouble;

  /** Metrics that have no row yet. */
  public Metrics() {}

  @Override
  public void state(State s) {
    rows = s.value("rows", rows);
    waiting = s.has("waiting") ? s.value("waiting", waiting) : new ArrayList<>();
  }

  /** How many rows the run has added while it had a run directory. */
  public long rows() {
    return rows;
  }

  /** How many of them wait to be written. */
  public long unwritten() {
    return waiting.size();
  }

  /** What was added last in this process: the rows of one step, none before the first one. */
  public List<MetricRow> latest() {
    return latest;
  }

  /** Adds rows, and writes them if that is possible now; kept when the process is killed then. */
  public void add(MetricRow... more) {
    if (tables == null || more.length == 0) {
      return;
    }
    List<MetricRow> all = new ArrayList<>(waiting);
    all.addAll(List.of(more));
    long step = more[more.length - 1].step();
    latest =
        Stream.concat(latest.stream(), Stream.of(more)).filter(row -> row.step() == step).toList();
    waiting = all;
    rows += more.length;
    try {
      flush();
    } catch (IOException
        | RuntimeException e) { // the rows are counted: they must not be added again
      if (!isInTrouble) {
        isInTrouble = true;
        warnings.accept(
            "cannot write the metrics: " + e + "; their rows wait in memory, and the run goes on");
      }
    }
  }

  /**
   * Writes the rows that wait, if there is a run directory.
   *
   * @throws IOException if that is still impossible
   */
  @Override
  public void flush() throws IOException {
    Tables both = tables;
    if (both == null) {
      return;
    }
    while (!waiting.isEmpty()) {
      int count = ofOneStep(waiting);
      write(both, waiting.subList(0, count));
      waiting = new ArrayList<>(waiting.subList(count, waiting.size()));
    }
    if (isInTrouble) {
      isInTrouble = false;
      warnings.accept("the metrics can be written again, and no row is missing");
    }
  }

  private static int ofOneStep(List<MetricRow> rows) {
    int count = 1;
    while (count < rows.size() && rows.get(count).step() == rows.getFirst().step()) {
      count++;
    }
    return count;
  }

  /** Writes rows into both files; what is in one of them only is written over by the next try. */
  private static void write(Tables both, List<MetricRow> some) throws IOException {
    StringBuilder csv = new StringBuilder();
    StringBuilder json = new StringBuilder();
    for (MetricRow row : some) {
      csv.append(MetricsFile.csv(row));
      json.append(MetricsFile.json(row));
    }
    both.csv.put(csv.toString());
    try {
      both.json.put(json.toString());
    } catch (IOException | RuntimeException e) {
      cut(both.csv, e);
      throw e;
    }
    both.csv.length += bytes(csv);
    both.json.length += bytes(json);
  }

  private static int bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static void cut(Table table, Exception cause) {
    try {
      table.put("");
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Waits until what was written is on the disk, so that a power failure cannot take it.
   *
   * @throws IOException if it cannot be brought there
   */
  public void force() throws IOException {
    Tables both = tables;
    if (both != null && both.csv.length > 0) {
      both.csv.force();
      both.json.force();
    }
  }

  /** Has somebody told once when rows cannot be written, and once when they can be again. */
  void warn(Consumer<String> listener) {
    warnings = listener;
  }

  /**
   * Writes into a directory from now on, where all but this run's rows are cut.
   *
   * @return how many of them are missing, as when the files were lost
   * @throws RunException if a file there is none of metrics; it is left as it is
   */
  long writeInto(Path directory) throws IOException {
    Table csv = new Table(directory.resolve(MetricsFile.CSV), MetricsFile.HEADER.strip());
    Table json = new Table(directory.resolve(MetricsFile.JSON_LINES), "{\"step\":");
    requireOwn(csv);
    requireOwn(json);
    long there = Math.min(Math.max(0, lines(csv.path) - 1), lines(json.path));
    long written = rows - waiting.size();
    long missing = Math.max(0, written - there);
    csv.length = keep(csv.path, written - missing + 1);
    json.length = keep(json.path, written - missing);
    rows -= missing;
    if (csv.length == 0) {
      csv.put(MetricsFile.HEADER);
      csv.length = bytes(MetricsFile.HEADER);
    }
    if (json.length == 0) {
      json.put("");
    }
    tables = new Tables(csv, json);
    flush();
    return missing;
  }

  private static void requireOwn(Table table) throws IOException {
    if (!RunFile.isThere(table.path)) {
      return;
    }
    byte[] expected = table.first.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(table.path)) {
      String found = new String(in.readNBytes(expected.length), StandardCharsets.UTF_8);
      if (!table.first.startsWith(found)) { // a row may be cut short
        throw new RunException(
            table.path
                + " is no file of metrics: it does not begin with "
                + table.first
                + "; it is left as it is, so move it away");
      }
    }
  }

  /** Cuts all but the first so many whole lines of a file; its length then. */
  private static long keep(Path path, long lines) throws IOException {
    if (!RunFile.isThere(path)) {
      return 0;
    }
    long end = end(path, lines);
    RunFile.uninterrupted(
        () -> {
          try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(end);
          }
        });
    return end;
  }

  /** Where the first so many whole lines of a file end. */
  private static long end(Path path, long lines) throws IOException {
    long end = 0;
    long found = 0;
    long position = 0;
    byte[] bytes = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = in.read(bytes); read > 0 && found < lines; read = in.read(bytes)) {
        for (int i = 0; i < read && found < lines; i++) {
          if (bytes[i] == '\n') {
            found++;
            end = position + i + 1;
          }
        }
        position += read;
      }
    }
    return end;
  }

  /** How many whole lines a file has. */
  private static long lines(Path file) throws IOException {
    long lines = 0;
    byte[] bytes = new byte[1 << 16];
    try (InputStream in =
        RunFile.isThere(file) ? Files.newInputStream(file) : InputStream.nullInputStream()) {
      for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
        for (int i = 0; i < read; i++) {
          lines += bytes[i] == '\n' ? 1 : 0;
        }
      }
    }
    return lines;
  }

  /**
   * Writes nowhere from now on; rows that still wait stay part of the run.
   *
   * @throws IOException if there are any; the message says how many
   */
  void stopWriting() throws IOException {
    try {
      flush();
      force();
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          waiting.size()
              + " rows of metrics could not be written, and wait in the checkpoint: "
              + e,
          e);
    } finally {
      tables = null;
    }
  }
}
