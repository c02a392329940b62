package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README: its Java is what {@link ReadmeSnippetsTest} runs, its commands print what it says.
 */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final Path SNIPPETS =
      Path.of("src/test/java/jacquard/examples/ReadmeSnippetsTest.java");

  private static List<String> blocks(Path file, String language) throws IOException {
    return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
        .matcher(Files.readString(file))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  @Test
  void javaIsCompiledAndRun() throws IOException {
    String snippets = squeezed(Files.readString(SNIPPETS));
    List<String> blocks = blocks(README, "java");
    assertTrue(blocks.size() >= 4);
    for (String block : blocks) {
      assertTrue(snippets.contains(squeezed(block)), "not in the snippets: " + block);
    }
  }

  private static String squeezed(String java) {
    return java.replaceAll("\\s+", "");
  }

  @Test
  void commandsPrintWhatItSays(@TempDir Path directory) throws IOException {
    check(README, directory);
  }

  @Test
  void commandsOfTheExamplesPrintWhatTheirReadmeSays(@TempDir Path directory) throws IOException {
    check(Path.of("README.md"), directory);
  }

  private static void check(Path file, Path directory) throws IOException {
    List<String> blocks = blocks(file, "console");
    assertTrue(!blocks.isEmpty());
    for (String block : blocks) {
      for (MatchResult command :
          Pattern.compile("(?m)^\\$ examples/run (.*)\\n((?:(?!\\$ ).*\\n)*)")
              .matcher(block)
              .results()
              .toList()) {
        check(command.group(1), command.group(2), directory);
      }
    }
  }

  private static void check(String command, String expected, Path directory) {
    List<String> args = new ArrayList<>();
    for (MatchResult word : Pattern.compile("'([^']*)'|\\S+").matcher(command).results().toList()) {
      String arg = word.group(1) == null ? word.group() : word.group(1);
      args.add(arg.matches("ck.*|r") ? directory.resolve(arg).toString() : arg);
    }
    if (args.getFirst().equals("plot") && !PlotTest.canDraw()) {
      return; // PlotTest says what is printed then
    }
    String printed = Ran.of(args.toArray(String[]::new)).out().replace(directory + "/", "");
    if (expected.endsWith("...\n")) {
      String start = expected.substring(0, expected.length() - 4);
      assertTrue(printed.startsWith(start), command + " printed " + printed);
    } else {
      assertEquals(expected, printed, command);
    }
  }
}
