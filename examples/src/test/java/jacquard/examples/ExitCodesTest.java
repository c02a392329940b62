package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes are what the help says, and {@code --json} prints JSON only. */
class ExitCodesTest {
  @TempDir private static Path directory = Path.of("");

  @BeforeAll
  static void aRun() throws IOException {
    assertEquals(0, Ran.of("weave", "--run", at("run"), "--steps", "5").code());
    assertEquals(0, Ran.of("weave", "--save", at("other"), "--steps", "6").code());
    assertEquals(0, Ran.of("kfold-digits", "--run", at("k"), "--steps", "3").code());
    Files.createDirectory(directory.resolve("empty"));
    Files.writeString(directory.resolve("damaged.jqd"), "no checkpoint");
  }

  private static String at(String name) {
    return directory.resolve(name).toString();
  }

  /** A command line with {@code @} for the directory of the test. */
  private static Ran run(String line) {
    String[] words = line.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("@", directory + File.separator).replace('_', ' ');
    }
    return Ran.of(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weave --every 5x --save @s",
        "weave --every 0 --save @s",
        "weave --every 0s --run @s",
        "weave --every -5 --save @s",
        "weave --keep 0 --save @s",
        "weave --keep -1 --run @s",
        "weave --keep many --save @s",
        "weave --trace @empty/no/t.json --run @s",
        "weave --trace @empty/no/t.jfr",
        "weave --trace @empty",
        "weave --steps -1",
        "weave --steps 1e3",
        "weave --steps 99999999999999999999",
        "weave --resume @nope",
        "weave --program @nope",
        "weave --hook nonsense",
        "weave --hook after(nope):_print",
        "weave --hook after(left.update):_print(left.nothing)",
        "weave --device 99 --backend opencl",
        "weave --device 0 --backend java",
        "weave --serve 70000 --run @s",
        "weave --print=nope",
        "weave extra",
        "kfold-digits --folds 1",
        "kfold-digits --folds 0 --run @s",
        "kfold-digits --resume @run",
        "mnist-dbn",
        "mnist-dbn --data @nope --save @s",
        "mnist-dbn --data @empty",
        "parallel-pca --count 0",
        "parallel-pca --workers nope",
        "resume @nope",
        "resume @empty",
        "resume @run --seed 9",
        "resume",
        "show @nope",
        "show @run @nope",
        "show --print text @run @k",
        "plot @nope",
        "plot @k -o @k.gif",
        "report @nope",
        "report @empty",
        "export @nope --npz @x.npz",
        "export @run",
        "trace @nope",
        "serve @nope",
        "serve @empty",
        "serve @run --port 99999",
        "serve @run --port -1",
        "diff @run @nope",
        "diff @run",
        "nope"
      })
  void whatIsWrongWithTheCommandLineIsCode2(String line) {
    Ran ran = run(line);
    assertEquals(2, ran.code(), ran.all());
    assertEquals("", ran.out());
    assertTrue(ran.errors().contains("error: "), ran.errors());
    assertFalse(ran.errors().contains("Exception"), ran.errors());
    assertFalse(Files.exists(directory.resolve("s/checkpoints")), "nothing was begun");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show @damaged.jqd",
        "export @damaged.jqd --npz @x.npz",
        "weave --resume @damaged.jqd",
        "plot @k",
        "report @run -o @empty/no/page.html",
        "export @run --npz @empty/no/x.npz"
      })
  void whatFailsIsCode1InOneLine(String line) {
    Ran ran = run(line);
    assertEquals(1, ran.code(), ran.all());
    assertEquals("", ran.out());
    assertTrue(ran.errors().matches("error: [^\n]*\n"), ran.errors());
    assertFalse(ran.errors().contains("\tat "), ran.errors());
  }

  @Test
  void diffTellsThatTheyDifferFromThatItFailed() {
    assertEquals(0, run("diff @run @run").code());
    assertEquals(1, run("diff @run @other").code());
    assertEquals(2, run("diff @run @damaged.jqd").code());
    assertEquals(2, run("diff @run @empty").code());
    String help = run("diff --help").out();
    assertTrue(help.matches("(?s).*\n  1 +they differ\n  2 +.*or it failed\n"), help);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weave --json",
        "weave --json --print",
        "weave --json --print=mermaid",
        "weave --json --explain --profile",
        "weave --json --check",
        "weave --json --hook after(left.update):_print(step)",
        "weave --json --steps 5",
        "show --json @run",
        "show --json @run @k",
        "show --json --print text @run",
        "show --json --print dot @other",
        "diff --json @run @other",
        "list --json",
        "devices --json"
      })
  void jsonIsOneObjectALineAndNothingElse(String line) throws IOException {
    Ran ran = run(line);
    ObjectMapper json = new ObjectMapper();
    List<String> lines = ran.out().lines().toList();
    assertFalse(lines.isEmpty());
    for (String each : lines) {
      JsonNode node = json.readTree(each);
      assertTrue(node.isObject(), each);
    }
  }

  static Stream<ProcessBuilder.Redirect> lost() {
    return Stream.of(
            ProcessBuilder.Redirect.to(new File("/dev/full")), ProcessBuilder.Redirect.PIPE)
        .filter(each -> each.file() == null || each.file().exists()); // Linux has it
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "diff @run @run"})
  void outputThatCannotBeWrittenIsAFailure(String line) throws Exception {
    List<String> words =
        Stream.of(line.split(" ", -1))
            .map(w -> w.replace("@", directory + File.separator))
            .toList();
    for (ProcessBuilder.Redirect where : lost().toList()) {
      ProcessBuilder process = new Forked(List.of(), directory).builder(Main.class, words);
      Forked.Ended ended = Forked.end(process.redirectOutput(where));
      assertEquals(line.startsWith("diff") ? 2 : 1, ended.code(), ended.errors());
      assertTrue(
          ended.errors().startsWith("error: cannot write to the standard output: "),
          ended.errors());
    }
  }
}
