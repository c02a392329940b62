package jacquard.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The log of a run: lines, each with its time, at the end of a file.
 *
 * <p>Lines that cannot be written wait in memory, up to {@value #MOST} characters, and are written
 * with those that follow; half a line that was written is taken back first. Any thread may add
 * lines.
 */
final class RunLog {
  /** That many characters wait at most; of what comes after that only the number is kept. */
  static final int MOST = 4_000_000;

  private final Path file;
  private final Supplier<Instant> clock;
  private final StringBuilder waiting = new StringBuilder();
  private long lost;
  private long whole = -1;

  /** A log whose lines have the time that a clock gives. */
  RunLog(Path file, Supplier<Instant> clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Adds the lines of a text, to be written by {@link #write}. */
  synchronized void add(String text) {
    String time = clock.get().toString();
    text.lines().forEach(line -> add(time, line));
  }

  private void add(String time, String line) {
    if (waiting.length() + line.length() > MOST) {
      lost++;
      return;
    }
    waiting.append(time).append("  ").append(line).append('\n');
  }

  /**
   * Writes what waits.
   *
   * @throws IOException if it cannot be written; it waits on then
   */
  synchronized void write() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    String note =
        lost == 0
            ? ""
            : String.format(
                    Locale.ROOT, "(%,d lines are missing: the log was not writable)%n", lost)
                .replace("\r\n", "\n");
    byte[] bytes = (waiting + note).getBytes(StandardCharsets.UTF_8);
    RunFile.uninterrupted(() -> append(bytes));
    waiting.setLength(0);
    lost = 0;
  }

  private void append(byte[] text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (whole >= 0) {
        channel.truncate(whole);
      }
      whole = channel.size();
      channel.position(whole);
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    whole = -1; // else the next try begins where this one did
  }
}
