package jacquard.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The standard output of this process, which remembers that it could not be written: {@code
 * System.out} and the printers upon it swallow such failures.
 */
final class Output extends OutputStream {
  private final OutputStream to;
  private volatile @Nullable IOException failure;

  Output(OutputStream to) {
    this.to = to;
  }

  /** Puts one in the place of {@code System.out}. */
  static Output install() {
    Output output = new Output(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(output, true, System.out.charset()));
    return output;
  }

  /**
   * A printer upon whatever a stream is when something is printed: a progress bar takes the place
   * of {@code System.out} while it is shown.
   */
  static PrintWriter printer(Supplier<PrintStream> stream) {
    OutputStream current =
        new OutputStream() {
          @Override
          public void write(int one) {
            stream.get().write(one);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            stream.get().write(bytes, offset, length);
          }

          @Override
          public void flush() {
            stream.get().flush();
          }
        };
    return new PrintWriter(current, true, stream.get().charset());
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      to.write(bytes, offset, length);
    } catch (IOException e) {
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /** The first failure, or null. */
  @Nullable IOException failure() {
    return failure;
  }
}
