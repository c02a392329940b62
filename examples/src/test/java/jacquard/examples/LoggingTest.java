package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Selectors.calls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.flow.Work;
import jacquard.flow.Workers;
import jacquard.program.Program;
import jacquard.report.Monitor;
import jacquard.vm.Moment;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the libraries log, as the examples' binding lets it through: warnings, in a line. */
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

  @Test
  void aThreadThatIsSetAsideIsToldOf() {
    Vm run =
        Program.of(parallel(call("id", (Integer x) -> x), repeat(2, call("one", () -> 1)))).start();
    String logged =
        logged(
            () -> {
              StepException e = assertThrows(StepException.class, run::run);
              assertEquals("/0", e.path());
            });
    assertTrue(logged.startsWith("[WARN] a thread of / (parallel) is set aside"), logged);
    assertTrue(logged.contains("id takes 1 value but was given ()"), logged);
    assertEquals(1, logged.lines().count(), logged);
  }

  /** Work whose process ends in its midst, the first time. */
  record DiesOnce(String marker) implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) throws IOException {
      if (x == 2 && Files.notExists(Path.of(marker))) {
        Files.createFile(Path.of(marker));
        Runtime.getRuntime().halt(3);
      }
      return x;
    }
  }

  @Test
  void aWorkerThatIsLostIsToldOf(@TempDir Path directory) {
    DiesOnce work = new DiesOnce(directory.resolve("died").toString());
    String logged =
        logged(
            () -> {
              try (Workers workers = Workers.processes(1, DiesOnce.class)) {
                assertEquals(List.of(1, 2, 3), workers.run(work, List.of(1, 2, 3)));
              }
            });
    assertTrue(logged.startsWith("[WARN] a worker process died at "), logged);
    assertTrue(logged.contains(", and is replaced if need be: "), logged);
    assertEquals(1, logged.lines().count(), logged);
  }

  @Test
  void aLenientHookThatFailsIsToldOf() {
    Monitor monitor = new Monitor(1, Monitor.Statistic.MEAN);
    Experiment experiment =
        new Experiment()
            .component("monitor", monitor)
            .program("main", repeat(1, call(monitor::clear)));
    experiment.rewrite(
        "main", p -> p.find(calls(monitor::clear)).lenient().after(LoggingTest::fails));
    String logged = logged(() -> experiment.start("main").run());
    assertTrue(logged.startsWith("[WARN] the hook "), logged);
    assertTrue(logged.contains("java.lang.IllegalStateException: no more"), logged);
  }

  private static void fails(Moment moment) {
    throw new IllegalStateException("no more at " + moment.step());
  }

  /** What a process prints that says what its libraries log of checkpoints. */
  private static String printedBy(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(command::add);
    command.add("-Dorg.slf4j.simpleLogger.log.jacquard.experiment=debug");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), printed);
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void checkpointsSavedAndPassedOverAreToldOf(@TempDir Path directory) throws Exception {
    Path run = directory.resolve("r");
    String first = printedBy("weave", "--run", run.toString(), "--steps", "6");
    Path newest = run.resolve("checkpoints/step-000000000006.jqd");
    assertTrue(first.contains("[DEBUG] " + newest + ": 6 steps, "), first);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    String second = printedBy("resume", run.toString());
    assertTrue(second.contains("[WARN] an older checkpoint is taken: " + newest), second);
  }
}
