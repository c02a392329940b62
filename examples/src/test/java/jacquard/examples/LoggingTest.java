package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.vm.Vm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the examples' binding lets through: warnings of the libraries, in a line, and no more. */
class LoggingTest {
  private static String logged(Runnable logging) {
    PrintStream console = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      logging.run();
    } finally {
      System.setErr(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void warningsOfTheLibrariesArePrintedAndNothingElse() {
    Logger ours = LoggerFactory.getLogger(Vm.class);
    assertEquals(
        "[WARN] so many: 3" + System.lineSeparator(), logged(() -> ours.warn("so many: {}", 3)));
    assertEquals("", logged(() -> ours.info("not this")));
    Logger others = LoggerFactory.getLogger("net.openhft.chronicle");
    assertEquals("", logged(() -> others.warn("nor this")));
    assertTrue(ours.isWarnEnabled());
  }
}
