package jacquard.report;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a run's hooks print in a session: passed on, and written into the log while it is not much.
 */
final class PrintedLines implements Consumer<String> {
  /** So many lines of a session are written; a hook of every step would fill the disk. */
  static final int MOST = 10_000;

  /** So many characters of a line are written. */
  static final int LONGEST = 1000;

  private final Consumer<String> printer;
  private final Consumer<String> log;
  private int written;

  PrintedLines(Consumer<String> printer, Consumer<String> log) {
    this.printer = printer;
    this.log = log;
  }

  @Override
  public void accept(String printed) {
    printer.accept(printed);
    if (written < MOST) {
      printed.lines().limit(MOST - written).forEach(this::write);
      if (written == MOST) {
        log.accept(
            String.format(
                Locale.ROOT, "hooks have printed %,d lines; more are not written here", MOST));
      }
    }
  }

  private void write(String line) {
    written++;
    log.accept(line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...");
  }

  /** Where the run printed before. */
  Consumer<String> printer() {
    return printer;
  }
}
