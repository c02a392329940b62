package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Payload;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Child processes as workers. */
class ProcessWorkersTest extends PooledContract {
  @Override
  Workers workers() {
    return Workers.processes(2, Tasks.TYPES);
  }

  @Test
  void aJobWhoseWorkerIsKilledIsRedoneOnceAndCountsOnce(@TempDir Path directory)
      throws IOException {
    try (Workers workers = workers()) {
      Tasks.DiesOnce work = new Tasks.DiesOnce(3, directory.toString());
      assertEquals(List.of(1, 2, 3, 4, 5, 6), workers.run(work, List.of(1, 2, 3, 4, 5, 6)));
    }
    assertEquals(2, tries(directory, 3));
    assertEquals(1, tries(directory, 4));
  }

  private static long tries(Path directory, int x) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith("try-" + x + "-")).count();
    }
  }

  @Test
  void aJobThatKillsEveryWorkerFailsAndTheOthersAreDone(@TempDir Path directory) {
    try (Workers workers = workers()) {
      JobException e =
          assertThrows(
              JobException.class,
              () -> workers.run(new Tasks.DiesOnce(-2, directory.toString()), List.of(1, 2, 3)));
      assertEquals(1, e.index());
      assertTrue(String.valueOf(e.getMessage()).contains("ended with code 3"), e.getMessage());
      assertEquals(List.of(7), workers.run(new Tasks.Fails(-1), List.of(7)));
    }
  }

  @Test
  void aProcessThatRunsOtherCodeIsRefused() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> new Child("other code"));
    assertTrue(String.valueOf(e.getMessage()).contains("runs other code"), e.getMessage());
  }

  /** As the operating system closes it when the parent is killed. */
  @Test
  void aProcessEndsWhenItsInputDoesThoughItIsAtWork() throws Exception {
    Process process = new ProcessBuilder(Child.command(Tasks.TYPES)).start();
    try {
      Payload payload = new Payload(Tasks.TYPES);
      DataOutputStream out = new DataOutputStream(process.getOutputStream());
      new Frame(Frame.Kind.WORK, 1, payload.encode(new Tasks.Waits())).write(out);
      new Frame(Frame.Kind.DATUM, 0, payload.encode(7)).write(out);
      out.close();
      assertTrue(process.waitFor(2, TimeUnit.MINUTES));
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** An empty entry means the current directory, where tests write their reports, say. */
  @Test
  void theCurrentDirectoryIsNoPartOfTheCode() {
    assertEquals("a:b", Code.classPath(":a::b:"));
  }

  @Test
  void noWorkersAtAllAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Workers.threads(0));
    assertThrows(IllegalArgumentException.class, () -> Workers.processes(-1));
  }

  @Test
  void codeIsToldApartByWhatTheClassPathHolds(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("a");
    Files.writeString(file, "one");
    String one = Code.computed(directory.toString());
    assertEquals(one, Code.computed(directory + ":" + directory.resolve("absent")));
    Files.writeString(file, "two");
    assertTrue(!one.equals(Code.computed(directory.toString())));
  }
}
