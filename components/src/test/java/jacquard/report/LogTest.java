package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.checkpoint.Checkpoint;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.plugin.Counter;
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
      Files.writeString(file, "of an earlier run\n");
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
}
