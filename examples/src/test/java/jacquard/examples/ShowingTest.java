package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands show of programs: forms, checks, profiles, traces. */
class ShowingTest {
  @TempDir private Path directory = Path.of("");

  private int code;

  private String run(String... args) {
    Ran ran = Ran.of(args);
    code = ran.code();
    return ran.all();
  }

  @Test
  void noExampleHasAProblemAndEachIsWrittenAndReadAgain() throws IOException {
    for (String example : new String[] {"kfold-digits", "weave", "generator"}) {
      assertEquals("no problem found\n", run(example, "--check"));
      String text = run(example, "--print=plain");
      Path file = Files.writeString(directory.resolve("program.txt"), text);
      assertEquals(text, run(example, "--print=plain", "--program", file.toString()));
      Files.writeString(file, run(example, "--print", "--steps", "0", "--quiet"));
      assertEquals(text, run(example, "--print=plain", "--program", file.toString()));
      assertTrue(run(example, "--print=dot").startsWith("digraph program {"));
      assertTrue(run(example, "--print=MERMAID").startsWith("flowchart LR"));
    }
  }

  @Test
  void anotherProgramOfTheSameComponentsCanBeRun() throws IOException {
    Path file = Files.writeString(directory.resolve("p.txt"), "repeat 2\n  call right.update\n");
    assertEquals("right -4.0\nright -6.0\n", run("weave", "--program", file.toString()));
    Files.writeString(file, "repeat 2\n  call rigth.update\n");
    String error = run("weave", "--program", file.toString());
    assertTrue(
        error.startsWith("error: " + file + ": line 2, column 8: no component is named rigth;"));
    Files.writeString(file, "seq\n  call diary.write");
    assertTrue(
        run("weave", "--check", "--program", file.toString()).startsWith("error at /0 (call"));
    assertEquals(1, code);
    assertTrue(run("weave", "--program", file.toString()).startsWith("error at /0 (call"));
  }

  @Test
  void aProfileEndsTheRun() {
    String page = run("weave", "--profile", "--steps", "6");
    assertTrue(page.startsWith("path  program "), page);
    assertTrue(page.contains("  <- active, next\n"), page);
    assertTrue(page.contains("paused after 6 steps"), page);
  }

  @Test
  void aTraceHasTheFormOfItsName() throws IOException {
    String file = directory.resolve("t").toString();
    run("weave", "--trace", file + ".json", "--steps", "9", "--save", directory.toString());
    run("weave", "--trace", file + ".json", "--resume", directory.toString());
    String json = Files.readString(Path.of(file + ".json"));
    assertTrue(json.startsWith("[\n{\"name\":\"process_name\"") && json.endsWith("}}\n]\n"), json);
    run("generator", "--trace", file + ".jfr");
    assertTrue(Files.size(Path.of(file + ".jfr")) > 1000);
    run("weave", "--trace", file);
    assertTrue(Files.readString(Path.of(file)).startsWith("0\tjump\t/\tweave\treturn\t()\n"));
    assertTrue(run("weave", "--trace", file + "/x.json").startsWith("error: cannot write " + file));
  }

  @Test
  void aCheckpointIsShownWithWhereItsRunStands() {
    run("weave", "--steps", "6", "--save", directory.toString());
    String page = run("show", directory.toString());
    assertTrue(page.contains("\nafter 6 steps: "), page);
    assertTrue(
        page.lines()
            .anyMatch(l -> l.matches("/0 +train_left: repeat 3 +7 steps  <- round . of 3.*")),
        page);
    assertTrue(page.lines().anyMatch(line -> line.startsWith("  frame /0 ")), page);
  }

  @Test
  void coloursChangeNoText() {
    String page = run("weave", "--profile", "--quiet", "--steps", "6");
    String coloured = Colours.coloured(page);
    assertTrue(coloured.contains("\u001b["), coloured);
    assertEquals(page, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }
}
