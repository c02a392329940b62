package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Standard output is written through whatever stands in its place, and its failure is kept. */
class OutputTest {
  @Test
  void aPrinterFollowsTheStreamOfThen() {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    PrintStream[] current = {new PrintStream(first, true, StandardCharsets.UTF_8)};
    PrintWriter printer = Output.printer(() -> current[0]);
    printer.println("±1");
    current[0] = new PrintStream(second, true, StandardCharsets.UTF_8);
    printer.println("±2");
    assertEquals("±1\n", first.toString(StandardCharsets.UTF_8));
    assertEquals("±2\n", second.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theFirstFailureIsKept() {
    Output output =
        new Output(
            new OutputStream() {
              private int writes;

              @Override
              public void write(int one) throws IOException {
                throw new IOException("no space, " + ++writes);
              }
            });
    assertThrows(IOException.class, () -> output.write(1));
    assertThrows(IOException.class, () -> output.write(2));
    assertEquals("no space, 1", Objects.requireNonNull(output.failure()).getMessage());
  }
}
