package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The component that writes what a run measures into its {@link RunDirectory}.
 *
 * <p>How many rows there are is part of the run. A run that is resumed, from whichever checkpoint,
 * first cuts the rows that were written after it; so the files are always those of one run without
 * interruption: no row is lost and none is there twice. Without a run directory nothing is kept.
 */
public final class Metrics implements Stateful {
  private long rows;
  private transient @Nullable FileChannel csv;
  private transient @Nullable FileChannel json;
  private transient List<MetricRow> latest = List.of();

  /** Metrics that have no row yet. */
  public Metrics() {}

  @Override
  public void state(State s) {
    rows = s.value("rows", rows);
  }

  /** How many rows the run has written into run directories. */
  public long rows() {
    return rows;
  }

  /** What was written last in this process: the rows of one step, none before the first one. */
  public List<MetricRow> latest() {
    return latest;
  }

  /**
   * Writes a row; kept when the process is killed at once after it.
   *
   * @throws IOException if it cannot be written
   */
  public void add(MetricRow row) throws IOException {
    if (csv == null || json == null) {
      return;
    }
    append(csv, MetricsFile.csv(row));
    append(json, MetricsFile.json(row));
    rows++;
    latest =
        Stream.concat(latest.stream().filter(each -> each.step() == row.step()), Stream.of(row))
            .toList();
  }

  private static void append(FileChannel file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /**
   * Writes into a directory from now on, where all but this run's rows are cut.
   *
   * @return how many of them are missing, as when the files were lost
   */
  long writeInto(Path directory) throws IOException {
    Path csvFile = directory.resolve(MetricsFile.CSV);
    Path jsonFile = directory.resolve(MetricsFile.JSON_LINES);
    long kept = Math.min(Math.max(0, lines(csvFile) - 1), lines(jsonFile));
    long missing = Math.max(0, rows - kept);
    rows -= missing;
    csv = cut(csvFile, rows + 1);
    if (csv.size() == 0) {
      append(csv, MetricsFile.HEADER);
    }
    json = cut(jsonFile, rows);
    return missing;
  }

  /** Opens a file for writing after its first lines, and cuts the rest. */
  private static FileChannel cut(Path path, long lines) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    file.truncate(end(file, lines));
    file.position(file.size());
    return file;
  }

  /** Where the first so many whole lines of a file end. */
  private static long end(FileChannel file, long lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    long end = 0;
    long position = 0;
    for (long found = 0; found < lines; bytes.clear()) {
      if (file.read(bytes, position) <= 0) {
        break;
      }
      bytes.flip();
      for (; bytes.hasRemaining() && found < lines; position++) {
        if (bytes.get() == '\n') {
          found++;
          end = position + 1;
        }
      }
    }
    return end;
  }

  /** How many whole lines a file has. */
  private static long lines(Path file) throws IOException {
    long lines = 0;
    byte[] bytes = new byte[1 << 16];
    try (InputStream in =
        Files.exists(file) ? Files.newInputStream(file) : InputStream.nullInputStream()) {
      for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
        for (int i = 0; i < read; i++) {
          lines += bytes[i] == '\n' ? 1 : 0;
        }
      }
    }
    return lines;
  }

  /** Writes nowhere from now on. */
  void stopWriting() throws IOException {
    try (FileChannel first = csv;
        FileChannel second = json) {
      csv = null;
      json = null;
    }
  }
}
