package jacquard.report;

import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a terminal, which shows how far something is and gives way to what is printed.
 *
 * <p>While it is open, {@code System.out} and {@code System.err} go through it: whatever is printed
 * first erases the line, which comes back when it is shown again. So nothing that was printed is
 * ever erased, and after the last print the line is gone. Only what was printed to a stream that
 * somebody kept from before is not seen.
 *
 * <p>The cursor waits at the line's beginning. Terminals that wrap a line anew when their window
 * shrinks keep it there, so all that has become of the line lies behind the cursor, to be erased.
 */
class TerminalLine implements AutoCloseable {
  private static final String ERASE_BEHIND = "\033[J";
  private static @Nullable TerminalLine shared;

  private final PrintStream terminal;
  private final IntSupplier width;
  private boolean isShown;
  private boolean isWithinPrinted;

  TerminalLine(PrintStream terminal, IntSupplier width) {
    this.terminal = terminal;
    this.width = width;
  }

  /** The line of this process's terminal; null if nobody watches one, or the line is in use. */
  static synchronized @Nullable TerminalLine open() {
    if (shared == null && isWatched()) {
      shared = new Replacing(System.out, System.err);
      return shared;
    }
    return null;
  }

  private static synchronized void release() {
    shared = null;
  }

  private static boolean isWatched() {
    Console console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** How many characters of the usual width may be shown now. */
  int width() {
    return Math.max(1, width.getAsInt() - 1); // in the last column some terminals wrap
  }

  /** Shows a text, no wider than {@link #width}, unless a printed line is not ended yet. */
  synchronized void show(String text) {
    if (!isWithinPrinted) {
      terminal.print("\r" + text + ERASE_BEHIND + "\r");
      terminal.flush();
      isShown = true;
    }
  }

  /** Erases the line if it is shown. */
  synchronized void erase() {
    if (isShown) {
      terminal.print("\r" + ERASE_BEHIND);
      terminal.flush();
      isShown = false;
    }
  }

  private synchronized void print(PrintStream stream, byte[] bytes, int offset, int length) {
    if (length > 0) {
      erase();
      stream.write(bytes, offset, length);
      stream.flush();
      isWithinPrinted = bytes[offset + length - 1] != '\n';
    }
  }

  /** A stream that prints to another one, above the line. */
  final PrintStream above(PrintStream stream) {
    OutputStream above =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            print(stream, bytes, offset, length);
          }
        };
    return new PrintStream(above, true, stream.charset());
  }

  /** Erases the line for good. */
  @Override
  public void close() {
    erase();
  }

  /** The line of this process, with streams of its own in the place of the process's. */
  private static final class Replacing extends TerminalLine {
    private final PrintStream out;
    private final PrintStream err;
    private final PrintStream outAbove;
    private final PrintStream errAbove;
    private final Thread atExit = new Thread(this::erase, "jacquard-line");

    private Replacing(PrintStream out, PrintStream err) {
      super(out, TerminalWidth::now);
      this.out = out;
      this.err = err;
      this.outAbove = above(out);
      this.errAbove = above(err);
      System.setOut(outAbove);
      System.setErr(errAbove);
      Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public void close() {
      super.close();
      if (System.out == outAbove) {
        System.setOut(out);
      }
      if (System.err == errAbove) {
        System.setErr(err);
      }
      release();
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // The process is ending, and the hook erases nothing more.
      }
    }
  }
}
