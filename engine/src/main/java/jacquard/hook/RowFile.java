package jacquard.hook;

import jacquard.checkpoint.State;
import jacquard.vm.ProgramException;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file of rows that a run writes, and of which it knows how much is its own.
 *
 * <p>What was written, its length and checksum, is part of the run. One that is resumed, from
 * whichever checkpoint, cuts what was written after that, so the file is always that of one run
 * without interruption. A file whose beginning is not what the run has written, or at the first row
 * one that begins otherwise, is somebody else's: it is refused, and never cut.
 *
 * <p>Rows that cannot be written, on a full disk say, wait in memory as part of the run and are
 * written as soon as that is possible: the run goes on.
 *
 * <p>A relative path is relative to the run directory, if there is one ({@link #within}), so that
 * both can be moved together; else to the directory in which the process was started.
 */
public final class RowFile implements Flushable {
  private static final Logger LOG = LoggerFactory.getLogger(RowFile.class);

  /** Of a file that was saved before its length, or its checksum, was part of the run. */
  private static final long UNKNOWN = -1;

  private final String header;
  private final String first;

  private String file;
  private long rows;
  private long length;
  private long sum;
  private Deque<String> waiting = new ArrayDeque<>();

  /** The way to the file from the run directory; empty if there is none. */
  private String way = "";

  private @Nullable Path runDirectory;
  private final CRC32C written = new CRC32C();
  private boolean isClaimed;
  private boolean isInTrouble;

  /**
   * A file before its first row.
   *
   * @param file its path
   * @param header put first, with its end of line; may be empty
   * @param first how any file of this kind begins
   */
  public RowFile(String file, String header, String first) {
    this.file = file;
    this.header = header;
    this.first = first;
  }

  /** Declares all but the path and the number of rows, which are the owner's. */
  public void state(State s) {
    boolean isNew = !s.isLoading() || s.has("sum");
    length = s.has("length") ? s.value("length", length) : UNKNOWN;
    sum = isNew ? s.value("sum", sum) : UNKNOWN;
    way = isNew ? s.value("way", way) : "";
    waiting = new ArrayDeque<>(isNew ? s.value("waiting", new ArrayList<>(waiting)) : List.of());
    isClaimed &= !s.isLoading();
  }

  /** What was saved of the path and the rows. */
  public void loaded(String path, long count) {
    file = path;
    rows = count;
  }

  /** The path as it was given. */
  public String file() {
    return file;
  }

  /** Where the file is. */
  public Path path() {
    Path directory = runDirectory;
    return way.isEmpty() || directory == null ? Path.of(file) : directory.resolve(way).normalize();
  }

  /** How many rows there are, those that wait included. */
  public long rows() {
    return rows;
  }

  /** How many rows wait to be written. */
  public long unwritten() {
    return waiting.size();
  }

  /** Has a relative path stay where it is as seen from a run directory, wherever that is moved. */
  public void within(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (way.isEmpty()) {
      Path here = Path.of(file).toAbsolutePath().normalize();
      if (Path.of(file).isAbsolute() || !Objects.equals(absolute.getRoot(), here.getRoot())) {
        return;
      }
      way = absolute.relativize(here).toString();
    }
    runDirectory = absolute;
    isClaimed = false;
  }

  /**
   * Adds a row, and writes it if that is possible now.
   *
   * @param row with its end of line
   * @throws ProgramException if the file is somebody else's; then nothing has changed
   */
  public void add(String row) {
    claimIfPossible();
    waiting.add(row);
    rows++;
    try {
      write();
    } catch (ProgramException e) { // it could not be looked into before
      waiting.removeLast();
      rows--;
      throw e;
    } catch (IOException | RuntimeException e) { // the row is counted: it must not be added again
      isClaimed = false; // it may have been moved, or another file be in its place
      if (!isInTrouble) {
        isInTrouble = true;
        LOG.warn("cannot write {}: {}; its rows wait in memory, and the run goes on", path(), e);
      }
    }
  }

  /**
   * Writes the rows that wait.
   *
   * @throws IOException if that is still impossible
   * @throws ProgramException if the file is somebody else's
   */
  @Override
  public void flush() throws IOException {
    if (!waiting.isEmpty()) {
      write();
    }
  }

  private void write() throws IOException {
    claim();
    Path path = path();
    while (!waiting.isEmpty()) {
      String text = (length == 0 ? header : "") + waiting.getFirst();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      put(path, length, bytes);
      length += bytes.length;
      written.update(bytes);
      sum = written.getValue();
      waiting.removeFirst();
    }
    if (isInTrouble) {
      isInTrouble = false;
      LOG.warn("{} can be written again, and no row is missing", path);
    }
  }

  /**
   * Puts bytes at a place and cuts what was there. If it fails, the file ends at that place again,
   * as far as that can be done.
   *
   * @throws IOException if it fails, or the file is shorter than that
   */
  public static void put(Path path, long at, byte[] bytes) throws IOException {
    boolean interrupted = Thread.interrupted(); // it would close the file
    try {
      while (true) {
        try {
          putOnce(path, at, ByteBuffer.wrap(bytes));
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void putOnce(Path path, long at, ByteBuffer bytes) throws IOException {
    Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.WRITE);
    if (at == 0) {
      options.add(StandardOpenOption.CREATE);
    }
    try (FileChannel out = FileChannel.open(path, options)) {
      if (out.size() < at) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s has %,d bytes, but %,d were written; was it changed by another program?",
                path,
                out.size(),
                at));
      }
      out.truncate(at).position(at);
      try {
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      } catch (ClosedByInterruptException e) {
        throw e; // the next try cuts it
      } catch (IOException e) {
        cut(out, at, e);
        throw e;
      }
    }
  }

  private static void cut(FileChannel out, long at, IOException cause) {
    try {
      out.truncate(at);
    } catch (IOException e) {
      cause.addSuppressed(e); // the next try cuts it
    }
  }

  // ---- whose file it is -------------------------------------------------------------------------

  private void claimIfPossible() {
    try {
      claim();
    } catch (IOException e) {
      LOG.debug("cannot look into {}: {}", path(), e.toString()); // told when it is to be written
    }
  }

  private void claim() throws IOException {
    if (isClaimed) {
      return;
    }
    Path path = path();
    long size = size(path);
    if (size > 0) {
      requireOwn(path, size);
    } else {
      if (rows > waiting.size()) {
        LOG.warn("the rows that were written into {} before are missing", path.toAbsolutePath());
      }
      begin(0, new CRC32C());
    }
    isClaimed = true;
  }

  /** How long a file is, 0 if there is none; that it cannot be found out is no 0. */
  private static long size(Path path) throws IOException {
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private void requireOwn(Path path, long size) throws IOException {
    boolean isUnknown = length == UNKNOWN || (length > 0 && sum == UNKNOWN);
    long ours = length == UNKNOWN ? endOf(path, rows + 1) : length;
    CRC32C found = ours <= size ? sumOf(path, ours) : new CRC32C();
    boolean isKnown = ours > 0 && !isUnknown;
    boolean fits = ours <= size && (isKnown ? found.getValue() == sum : begins(path));
    if (!fits) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%s is not the file this run %s, so it is left as it is; move it away, or %s",
              path.toAbsolutePath(),
              ours > 0 ? "has written its rows into" : "would begin, with " + first.strip(),
              ours > 0 ? "put the run's own back" : "name another file"));
    }
    begin(ours, found);
  }

  private void begin(long ours, CRC32C found) throws IOException {
    length = ours;
    sum = found.getValue();
    written.reset();
    if (ours > 0) {
      copySum(path(), ours, written);
    }
  }

  private boolean begins(Path path) throws IOException {
    byte[] expected = first.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(expected.length), StandardCharsets.UTF_8).equals(first);
    }
  }

  private static CRC32C sumOf(Path path, long length) throws IOException {
    CRC32C sum = new CRC32C();
    copySum(path, length, sum);
    return sum;
  }

  private static void copySum(Path path, long length, CRC32C sum) throws IOException {
    byte[] bytes = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (long left = length; left > 0; ) {
        int read = in.read(bytes, 0, (int) Math.min(left, bytes.length));
        if (read < 0) {
          break;
        }
        sum.update(bytes, 0, read);
        left -= read;
      }
    }
  }

  /** Where the first so many whole lines of a file end. */
  private static long endOf(Path path, long lines) throws IOException {
    long end = 0;
    long position = 0;
    long found = 0;
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
}
