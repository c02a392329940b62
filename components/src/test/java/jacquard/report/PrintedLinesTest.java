package jacquard.report;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Selectors.calls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.vm.Vm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hooks print goes where it went, and into the log of the run directory. */
class PrintedLinesTest {
  @TempDir private Path temporary = Path.of("");

  @Test
  void whatHooksPrintIsInTheLogToo() {
    Monitor monitor = new Monitor(1, Monitor.Statistic.MEAN);
    Experiment experiment =
        new Experiment()
            .component("monitor", monitor)
            .program("main", repeat(3, call(monitor::clear)).counting("epoch"));
    experiment.rewrite(
        "main",
        p -> p.find(calls(monitor::clear)).after(moment -> moment.print("step " + moment.step())));
    Vm run = experiment.start("main");
    List<String> shown = new ArrayList<>();
    Consumer<String> printer = shown::add;
    run.printTo(printer);
    RunDirectory directory =
        RunDirectory.create(temporary.resolve("r"), RunConfiguration.of("main", 1));
    try (RunSession session = directory.begin(experiment, Map.of())) {
      run.run();
      session.log("all steps were taken");
    }
    assertEquals(3, shown.size());
    List<String> log = directory.log().orElseThrow().lines().toList();
    for (String line : shown) {
      assertEquals(
          1, log.stream().filter(each -> each.matches("\\S+Z  " + line)).count(), log::toString);
    }
    assertTrue(log.getLast().endsWith("interrupted after 7 steps"), log::toString); // not saved
    assertSame(printer, run.printer(), "after the session it prints as before");
  }

  @Test
  void aHookThatPrintsWithoutEndDoesNotFillTheDisk() {
    List<String> shown = new ArrayList<>();
    List<String> log = new ArrayList<>();
    PrintedLines lines = new PrintedLines(shown::add, log::add);
    lines.accept("x".repeat(5000) + "\nand more");
    for (int i = 0; i < PrintedLines.MOST; i++) {
      lines.accept("line " + i);
    }
    assertEquals(PrintedLines.MOST + 1, shown.size());
    assertEquals("x".repeat(PrintedLines.LONGEST) + " ...", log.getFirst());
    assertEquals(List.of("and more", "line 0"), log.subList(1, 3));
    assertEquals(PrintedLines.MOST + 1, log.size());
    assertEquals("hooks have printed 10,000 lines; more are not written here", log.getLast());
  }
}
