package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.plugin.Counter;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs: what they write, and that a file is always that of one run without interruption. */
class LogTest {
  @TempDir private Path directory = Path.of("");

  private static final Event PLAIN = new Event("validate", "next", 0.25);

  @Test
  void csvIsQuotedWhereItMustBe() throws IOException {
    Path file = directory.resolve("log.csv");
    CsvLog log = new CsvLog(file.toString());
    log.act(PLAIN);
    log.act(new Event("", "begin", null));
    log.act(new Event("a", "next", "two\nlines, \"quoted\""));
    assertEquals(
        "count,event,value\r\n1,validate.next,0.25\r\n2,begin,\r\n"
            + "3,a.next,\"two\nlines, \"\"quoted\"\"\"\r\n",
        Files.readString(file));
    assertEquals(3, log.rows());
  }

  @Test
  void jsonHasTheKindsOfValues() throws IOException {
    Path file = directory.resolve("log.jsonl");
    JsonLines log = new JsonLines(file.toString());
    for (Object value :
        Arrays.asList(
            0.25, null, 7L, true, "a \"b\"\n", List.of(1, 2.5f), Map.of("rate", 0.1), Double.NaN)) {
      log.act(new Event("a", "next", value));
    }
    List<String> values = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      values.add(line.substring(line.indexOf("\"value\":") + 8, line.length() - 1));
    }
    assertEquals(
        List.of(
            "0.25",
            "null",
            "7",
            "true",
            "\"a \\\"b\\\"\\n\"",
            "[1,2.5]",
            "{\"rate\":0.1}",
            "\"NaN\""),
        values);
  }

  private static Experiment logged(Action log) {
    Scheduler sched = new Scheduler("logged");
    Plugin counter = Plugin.of("counter", new Counter(1, 9));
    Plugin logs = Plugin.of("log", log);
    counter.act(sched, sched.begin(), counter.next());
    logs.act(sched, counter.next());
    sched.endOn(counter.end());
    return new Experiment().plugins(sched).program("main", sched.node());
  }

  @Test
  void resumedItCutsWhatCameAfterAndWhatIsHalf() throws IOException {
    Path file = directory.resolve("log");
    for (Action log : List.of(new CsvLog(file.toString()), new JsonLines(file.toString()))) {
      boolean isCsv = log instanceof CsvLog;
      Files.writeString(
          file, isCsv ? "count,event,value\r\n1,earlier,2" : "{\"count\":1,\"event\":");
      Experiment experiment = logged(log);
      Vm run = experiment.start("main");
      run.run(14);
      Checkpoint saved = experiment.checkpoint();
      run.run();
      String whole = Files.readString(file);
      Files.writeString(file, "half a ro", StandardOpenOption.APPEND);
      Experiment.restore(saved, Map.of()).run("main").run();
      assertEquals(whole, Files.readString(file));
      Files.delete(file);
      Experiment.restore(saved, Map.of()).run("main").run();
      String rest = Files.readString(file);
      assertEquals(whole.substring(whole.length() - 20), rest.substring(rest.length() - 20));
    }
  }

  private static List<Action> logs(Path file) {
    return List.of(new CsvLog(file.toString()), new JsonLines(file.toString()));
  }

  @Test
  void aFileOfSomebodyElseIsRefusedAndLeftAsItIs() throws IOException {
    Path file = directory.resolve("log");
    for (Action log : logs(file)) {
      String theirs = "precious,1\nprecious,2\nprecious,3\n".repeat(100);
      Files.writeString(file, theirs);
      Experiment experiment = logged(log);
      Vm run = experiment.start("main");
      StepException first = assertThrows(StepException.class, run::run);
      assertTrue(first.changedNothing());
      assertEquals(theirs, Files.readString(file));

      Files.delete(file);
      run.run(14);
      String ours = Files.readString(file);
      Checkpoint saved = experiment.checkpoint();
      String other = ours.substring(0, ours.length() - 4) + theirs; // even if it begins the same
      for (String found : List.of(theirs, "precious,1\n", other, ours.substring(0, 30))) {
        Files.writeString(file, found);
        Vm resumed = Experiment.restore(saved, Map.of()).run("main");
        StepException e = assertThrows(StepException.class, resumed::run);
        assertTrue(
            String.valueOf(e.getMessage()).contains("is not the file this run"), e::getMessage);
        assertTrue(e.changedNothing());
        assertEquals(found, Files.readString(file));
        Files.writeString(file, ours);
        resumed.run();
      }
      Files.delete(file);
    }
  }

  /** A directory in the file's place stands for a disk that cannot be written for a time. */
  @Test
  void rowsThatCannotBeWrittenWaitAsPartOfTheRun() throws IOException {
    Path file = directory.resolve("log");
    for (Action log : logs(file)) {
      Experiment plain = logged(log);
      plain.start("main").run();
      String whole = Files.readString(file);
      for (int at = 0; at < 40; at += 3) {
        Files.delete(file);
        Experiment experiment = logged(logs(file).get(log instanceof CsvLog ? 0 : 1));
        Vm run = experiment.start("main");
        run.run(at);
        Path kept = directory.resolve("kept");
        boolean isThere = Files.exists(file);
        if (isThere) {
          Files.move(file, kept);
        }
        Files.createDirectory(file);
        if (!run.isDone()) {
          run.run(5);
        }
        Checkpoint saved = experiment.checkpoint();
        long waiting = RowFiles.unwritten(run);
        Files.delete(file);
        if (isThere) {
          Files.move(kept, file);
        }
        Vm resumed = Experiment.restore(saved, Map.of()).run("main");
        assertEquals(waiting, RowFiles.unwritten(resumed));
        if (!resumed.isDone()) {
          resumed.run();
        }
        RowFiles.flush(resumed);
        assertEquals(0, RowFiles.unwritten(resumed));
        assertEquals(whole, Files.readString(file), "from step " + at);
      }
      Files.delete(file);
    }
  }

  @Test
  void aRelativePathMovesWithTheRunDirectory() throws IOException {
    Path here = Path.of("").toAbsolutePath().relativize(directory.toAbsolutePath());
    Path runs = Files.createDirectories(directory.resolve("a/runs"));
    CsvLog log = new CsvLog(here.resolve("a/log.csv").toString());
    Experiment experiment = logged(log);
    RunDirectory run = RunDirectory.create(runs.resolve("r"), RunConfiguration.of("main", 1));
    experiment.start("main");
    try (RunSession session = run.begin(experiment, Map.of())) {
      experiment.run("main").run(14);
    }
    String begun = Files.readString(directory.resolve("a/log.csv"));
    Checkpoint saved = experiment.checkpoint();
    experiment.run("main").run();

    Files.move(directory.resolve("a"), directory.resolve("b"));
    Experiment resumed = Experiment.restore(saved, Map.of());
    RunDirectory moved = RunDirectory.open(directory.resolve("b/runs/r"));
    try (RunSession session = moved.begin(resumed, Map.of())) {
      resumed.run("main").run();
    }
    assertTrue(Files.readString(directory.resolve("b/log.csv")).startsWith(begun));
    assertEquals(9, Files.readAllLines(directory.resolve("b/log.csv")).size());
    assertFalse(Files.exists(directory.resolve("a")));
  }
}
