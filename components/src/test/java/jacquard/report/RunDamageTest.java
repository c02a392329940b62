package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Files of a run directory that somebody damaged: each reader says which, where, and what to do.
 */
class RunDamageTest {
  private static final List<String> FILES =
      List.of(
          "run.json",
          "state.json",
          "metrics.csv",
          "metrics.jsonl",
          "program.csv",
          "program.txt",
          "log.txt");
  private static final List<String> WORDS =
      List.of(
          "null",
          "[]",
          "{}",
          "\"",
          "-1",
          "1e300",
          "0.5",
          "true",
          "\n",
          ",",
          "\u0000",
          "[[",
          "}",
          "\"x\"",
          "2026-13-01T00:00:00Z",
          ":",
          "\r");

  private static @Nullable Path scratch;

  @BeforeContainer
  static void makeARun() throws IOException {
    scratch = Files.createTempDirectory("damage");
    RunFixture.paused(scratch.resolve("r"), 30);
  }

  @AfterContainer
  static void removeIt() throws IOException {
    RunFaultsTest.delete(java.util.Objects.requireNonNull(scratch));
  }

  private static Path run() {
    return java.util.Objects.requireNonNull(scratch).resolve("r");
  }

  /** Reads all there is, as the commands and the report do. */
  private static void readAll(Path path) {
    RunDirectory directory = RunDirectory.open(path);
    directory.state().ifPresent(state -> state.sessions().getLast());
    directory.metrics();
    directory.table();
    directory.program();
    directory.log();
    RunReport.of(directory).page();
  }

  private static byte[] damaged(byte[] whole, long seed) {
    Random random = new Random(seed);
    String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = random.nextInt(text.length() + 1);
    String word = WORDS.get(random.nextInt(WORDS.size()));
    String result =
        switch (random.nextInt(5)) {
          case 0 -> text.substring(0, at); // cut
          case 1 -> text.substring(0, at) + (char) (128 + random.nextInt(128)) + text.substring(at);
          case 2 -> text.substring(0, at) + word + text.substring(at);
          case 3 -> value(text, word, random); // another value
          default -> text.substring(at);
        };
    return result.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Puts a word in the place of a number, text or list. */
  private static String value(String text, String word, Random random) {
    var values =
        java.util.regex.Pattern.compile("\"[^\"\\n]*\"|[\\d.]+|null|\\[[^\\]]*\\]|\\{[^}]*\\}")
            .matcher(text)
            .results()
            .toList();
    if (values.isEmpty()) {
      return word;
    }
    var value = values.get(random.nextInt(values.size()));
    return text.substring(0, value.start()) + word + text.substring(value.end());
  }

  @Property(tries = 600)
  void aDamagedFileIsNamed(@ForAll int which, @ForAll long seed) throws IOException {
    Path file = run().resolve(FILES.get(Math.floorMod(which, FILES.size())));
    byte[] whole = Files.readAllBytes(file);
    try {
      Files.write(file, damaged(whole, seed));
      readAll(run());
    } catch (RunException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains(file.getFileName().toString()), message);
      assertEquals(1, message.lines().count(), message);
    } finally {
      Files.write(file, whole);
    }
  }

  private void assertDamage(String name, String content, String... parts) throws IOException {
    Path file = run().resolve(name);
    byte[] whole = Files.readAllBytes(file);
    try {
      Files.write(file, content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      String message =
          String.valueOf(assertThrows(RunException.class, () -> readAll(run())).getMessage());
      for (String part : parts) {
        assertTrue(message.contains(part), message);
      }
    } finally {
      Files.write(file, whole);
    }
  }

  @net.jqwik.api.Example
  void theLineAndWhatToDoAreSaid() throws IOException {
    String header = MetricsFile.HEADER;
    assertDamage("metrics.csv", header + "1,,1,,a,1\n2,,1,,\"a,1\n", "line 3", "metrics.jsonl");
    assertDamage("metrics.csv", header + "1,,1,,a,1\n2,,1,,\u00e4,1\n", "line 3", "UTF-8");
    assertDamage("metrics.csv", header + "1,,1,rate,a,1\n", "line 2");
    assertDamage(
        "program.csv",
        "path,depth,node,steps,here,taken,seconds,own\n/,0,\"a\n",
        "line 2",
        "move it away");
    String state = Files.readString(run().resolve("state.json"));
    assertDamage(
        "state.json",
        state.replaceFirst("\"java\" : \"[^\"]*\"", "\"java\" : null"),
        "sessions[0].environment.java is no text",
        "move it away");
    assertDamage("state.json", "", "it is empty", "move it away and resume");
    assertDamage("state.json", "{\n\"state\" : \"paused\n", "line 2", "move it away");
    assertDamage("state.json", "[1]", "no object of JSON", "move it away");
    assertDamage("run.json", "{", "no object of JSON", "checkpoints beside it");
    assertDamage(
        "state.json",
        state.replaceFirst("(?s)\"sessions\" : \\[.*\\]", "\"sessions\" : []"),
        "sessions is empty");
    assertDamage("state.json", state.replace("\"paused\"", "\"asleep\""), "state is asleep");
    String run = Files.readString(run().resolve("run.json"));
    assertDamage(
        "run.json",
        run.replace("\"options\" : { }", "\"options\" : { \"a\" : null }"),
        "options.a");
    assertDamage("run.json", "null", "run.json");
  }
}
