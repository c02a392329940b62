package jacquard.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that a signal reaches in each phase of a run: how they end, and what can be loaded. */
class StopOnSignalTest {
  @TempDir private Path directory = Path.of("");

  /** How a program ended: its code and all it printed. */
  private record End(int code, String text) {}

  private Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  private End run(String phase, String... signals) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(phase)).redirectErrorStream(true).start();
    StringBuilder text = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        text.append(line).append('\n');
        if (line.equals("READY")) {
          for (String signal : signals) {
            send(signal, process.pid());
          }
          Files.createDirectories(checkpoints());
          Files.createFile(checkpoints().resolve("go"));
        }
      }
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it hangs: " + text);
    } finally {
      process.destroyForcibly();
    }
    return new End(process.exitValue(), text.toString());
  }

  private static void send(String signal, long pid) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, "" + pid).start().waitFor());
  }

  /** A process that was begun in the background may ignore SIGINT, and would hand that on. */
  private List<String> command(String phase) {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(command::add);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath));
    command.addAll(List.of(SignalTarget.class.getName(), checkpoints().toString(), phase));
    return command;
  }

  /** The newest checkpoint loads, and holds as many steps as were taken. */
  private long savedSteps() {
    return CheckpointDirectory.resume(checkpoints(), Map.of(), SignalTarget.Work.class)
        .experiment()
        .run("main")
        .steps();
  }

  private void isSavedAt(long steps, End end) {
    assertEquals(StopOnSignal.SAVED, end.code(), end.text());
    assertEquals(steps, savedSteps(), end.text());
    assertTrue(end.text().contains("PAUSED"), end.text());
  }

  @Test
  void beforeTheFirstCheckpoint() throws Exception {
    isSavedAt(0, run("before", "TERM"));
  }

  @Test
  void whileTheFirstIsCopied() throws Exception {
    isSavedAt(0, run("copying", "INT"));
  }

  @Test
  void whileTheFirstIsWritten() throws Exception {
    isSavedAt(0, run("writing", "TERM"));
  }

  @Test
  void inAStep() throws Exception {
    isSavedAt(22, run("step", "INT"));
  }

  @Test
  void twice() throws Exception {
    isSavedAt(22, run("step", "TERM", "INT", "TERM"));
  }

  @Test
  void whileHeld() throws Exception {
    isSavedAt(0, run("held", "TERM"));
  }

  @Test
  void theExitCodeOfTheProgramCounts() throws Exception {
    End end = run("exit", "TERM");
    assertEquals(7, end.code(), end.text());
    assertEquals(22, savedSteps(), end.text());
  }

  @Test
  void aRunThatEndsAnywayKeepsItsOutcome() throws Exception {
    End end = run("last step", "TERM");
    assertEquals(0, end.code(), end.text());
    assertEquals(22, savedSteps(), end.text());
  }

  @Test
  void aRunThatFailsKeepsItsError() throws Exception {
    End end = run("failing", "TERM");
    assertEquals(1, end.code(), end.text());
    assertTrue(end.text().contains("of the component"), end.text());
    assertTrue(end.text().contains("StepException"), end.text());
  }

  @Test
  void whatCannotBeSavedIsNotSaidToBe() throws Exception {
    End end = run("full", "TERM");
    assertEquals(1, end.code(), end.text());
    assertTrue(end.text().contains("No space left on device"), end.text());
    assertTrue(end.text().contains("newest checkpoint on the disk is"), end.text());
    assertEquals(0, savedSteps(), end.text());
  }

  @Test
  void aProgramThatEndsItselfWithinAStepIsNotHeldUp() throws Exception {
    End end = run("system exit");
    assertEquals(9, end.code(), end.text());
    assertEquals(0, savedSteps(), end.text());
  }
}
