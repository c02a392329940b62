package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line itself: help, errors, exit codes, what it prints for programs. */
class CommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory = Path.of("");

  private int code;
  private String errors = "";

  private String run(String... args) {
    Ran ran = Ran.of(args);
    code = ran.code();
    errors = ran.errors();
    return ran.out();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private void assertRefused(int expected, String message, String... args) {
    assertEquals("", run(args));
    assertEquals(expected, code);
    assertTrue(errors.startsWith("error: "), errors);
    assertTrue(errors.contains(message), errors);
    assertTrue(errors.lines().count() <= 2, errors);
    assertFalse(errors.contains("\tat "), errors);
  }

  @Test
  void withoutArgumentsItListsAllExamplesByWhatTheyTeach() throws IOException {
    String page = run();
    assertEquals(0, code);
    assertEquals(page, run("--help"));
    assertEquals(page, run("list"));
    for (Example example : Main.examples()) {
      assertTrue(page.contains("\n  " + example.name() + " "), page);
      assertTrue(page.contains("\n" + example.about().topic() + "\n"), page);
    }
    for (String command :
        List.of("resume", "show", "plot", "diff", "trace", "devices", "generate-completion")) {
      assertTrue(page.contains("\n  " + command + " "), page);
    }
    assertTrue(page.contains("\n  75   stopped by a signal, saved, and resumable\n"), page);
    assertFalse(page.contains("%n"), page);
    assertEquals(
        Main.examples().stream().map(Example::name).toList(),
        run("list", "--json").lines().map(line -> json(line).get("example").asText()).toList());
    String index = Files.readString(Path.of("README.md"));
    for (Example example : Main.examples()) {
      assertTrue(index.contains("`" + example.name() + "`"), "not in README.md: " + example.name());
    }
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void noLineIsWiderThanItShouldBe() {
    for (String command : new String[] {"", "kfold-digits", "plot", "resume", "trace"}) {
      String page = command.isEmpty() ? run() : run(command, "--help");
      assertTrue(page.lines().allMatch(line -> line.length() <= 80), page);
    }
  }

  @Test
  void whatIsMisspelledIsToldWithWhatIsNear() {
    assertRefused(2, "no example or command kfold-digit; did you mean", "kfold-digit");
    assertTrue(errors.contains("kfold-digits"), errors);
    assertRefused(
        2, "there is no option --sead; did you mean --seed", "weave", "--sead", "3", "--step");
    assertRefused(2, "there is no option --qiet", "weave", "--qiet");
    assertRefused(2, "Invalid value for option '--steps'", "weave", "--steps", "many");
    assertRefused(2, "which example", "run");
    assertRefused(2, "Missing required parameter: 'PATH", "show");
    assertNear("kfold-digt", "kfold-digits");
    assertNear("devcies", "devices");
    assertNear("parallel", "parallel-pca or parallel-models");
    assertRefused(2, "command kfold-digt; did you mean kfold-digits?", "help", "kfold-digt");
    assertRefused(2, "command kfold-digt; did you mean kfold-digits?", "run", "kfold-digt");
    assertRefused(2, "diff wants no more, but there is c", "diff", "a", "b", "c");
  }

  private void assertNear(String word, String near) {
    assertRefused(2, "no example or command " + word + "; did you mean " + near + "?\n", word);
  }

  @Test
  void anExamplesHelpHasItsOwnOptionsFirst() {
    String page = run("kfold-digits", "--help");
    List<String> headings =
        List.of(
            "Of this example",
            "--folds=K",
            "What is run",
            "--steps=N",
            "Keeping and resuming",
            "--run=DIR",
            "Looking",
            "--print[=FORM]",
            "Output",
            "--quiet",
            "Exit codes:");
    int at = 0;
    for (String heading : headings) {
      assertTrue(page.indexOf(heading, at) > at, heading + " in " + page);
      at = page.indexOf(heading, at);
    }
    for (Example example : Main.examples()) { // none of what all have is taken for its own
      String own = run(example.name(), "--help").replaceAll("(?s)\nWhat is run\n.*", "");
      assertFalse(own.contains("--hook") || own.contains("--help"), own);
    }
  }

  @Test
  void whatFailsIsToldInALineAndWithMoreOnlyIfAsked() {
    assertRefused(2, "there is no ", "show", file("no-such-file"));
    assertRefused(2, "is not a run directory: it has no run.json", "resume", directory.toString());
    assertRefused(2, "is not there; a run that is started with --run DIR", "plot", file("none"));
    assertRefused(2, "--every and --keep need --run DIR", "weave", "--every", "5");
    assertRefused(2, "--backend takes auto, opencl, java, not cuda", "weave", "--backend", "cuda");
    assertRefused(2, "leave --save out", "weave", "--run", file("r"), "--save", file("s"));
    assertFalse(Files.exists(directory.resolve("r")));
    run("show", file("no-such-file"), "--stacktrace");
    assertTrue(errors.contains("\tat jacquard."), errors);
  }

  @Test
  void runIsAnotherWordForTheExample() {
    assertEquals(run("weave"), run("run", "weave"));
    assertEquals(0, code);
  }

  @Test
  void theVersionNamesWhatRuns() {
    String version = run("--version");
    assertTrue(version.startsWith("Jacquard ") && version.lines().count() == 3, version);
  }

  @Test
  void resultsAreObjectsOfJson() {
    JsonNode whole = json(run("hooks", "--json").lines().toList().getLast());
    assertEquals("finished", whole.get("state").asText());
    assertEquals("the root is 1.414213562373095", whole.get("result").get("lines").get(0).asText());
    String paused = run("weave", "--json", "--steps", "6", "--save", file("ck"));
    assertEquals(1, paused.lines().count(), paused);
    assertEquals(6, json(paused).get("steps").asInt());
    assertTrue(json(paused).get("result").isNull());
    JsonNode shown = json(run("show", file("ck"), "--json"));
    assertEquals(6, shown.get("programs").get("weave").get("steps").asInt());
    run("weave", "--json", "--resume", file("ck"), "--steps", "7", "--save", file("ck"));
    JsonNode diff = json(run("diff", "--json", file("ck/step-000000000006.jqd"), file("ck")));
    assertEquals(1, code);
    assertFalse(diff.get("same").asBoolean());
    assertEquals(
        "java", json(run("devices", "--json").lines().toList().getLast()).get("backend").asText());
  }

  @Test
  void aTraceIsSummedUp() throws IOException {
    for (String name : new String[] {"t.json", "t.txt", "t.jfr"}) {
      run("weave", "--trace", file(name));
      String page = run("trace", file(name), "--top", "40");
      assertEquals(0, code, errors);
      assertTrue(page.lines().anyMatch(line -> line.matches(" +[36] .*call .*/0/0")), page);
    }
    assertRefused(
        2, "is not a trace", "trace", Files.writeString(Path.of(file("x")), "x\n").toString());
  }

  @Test
  void whatPauseAndResumePrints() {
    assertEquals(
        """
        not stopped: 5050
        paused: 325
        it stands in round 25 of 100
        resumed: 5050
        the same bits
        """,
        run("pause-and-resume"));
  }

  @Test
  void whatHooksPrint() {
    assertEquals(
        """
        turn 3 of 12: off by 1.6e+02
        turn 6 of 12: off by 1.9e+00
        turn 9 of 12: off by 4.1e-06
        turn 12 of 12: off by 4.4e-16
        the root is 1.414213562373095
        """,
        run("hooks").lines().limit(5).reduce("", (a, b) -> a + b + "\n"));
  }
}
