package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command whose output the README shows. */
class JobMigrationTest {
  @Test
  void aKilledOwnersRunEndsElsewhereWithTheSameBits() {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    assertEquals(0, line.execute("job-migration"), out::toString);
    List<String> lines = out.toString().lines().toList();
    assertEquals("the same bits", lines.getLast(), out::toString);
    assertTrue(lines.get(0).endsWith("owns the run from step 0 in epoch 1"), out::toString);
    assertTrue(lines.get(1).startsWith("killed "), out::toString);
    assertTrue(lines.get(2).contains(" owns the run from step "), out::toString);
    assertEquals(1, lines.stream().filter(l -> l.contains("has finished")).count(), out::toString);
    assertEquals(0, ProcessHandle.current().children().filter(ProcessHandle::isAlive).count());
  }

  @Test
  void aPortThatIsTakenIsSaid() throws IOException {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(err, true));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(1, line.execute("job-migration", "--port", "" + taken.getLocalPort()));
    }
    assertTrue(err.toString().startsWith("error: member a has ended: "), err::toString);
    assertTrue(err.toString().contains("its port is taken"), err::toString);
  }
}
