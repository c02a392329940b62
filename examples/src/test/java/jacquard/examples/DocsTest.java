package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.program.HookLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The engine's documents: their Java is what {@link DocsSnippetsTest} runs, and the hooks they show
 * are hooks of {@code kfold-digits}.
 */
class DocsTest {
  private static final Path SNIPPETS =
      Path.of("src/test/java/jacquard/examples/DocsSnippetsTest.java");

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../engine/docs"))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static List<String> found(String pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : documents()) {
      Pattern.compile(pattern)
          .matcher(Files.readString(file))
          .results()
          .forEach(match -> found.add(match.group(1)));
    }
    return found;
  }

  private static String squeezed(String java) {
    return java.replaceAll("\\s+", "");
  }

  @Test
  void javaIsCompiledAndRun() throws IOException {
    String snippets = squeezed(Files.readString(SNIPPETS));
    List<String> blocks = found("(?s)```java\\n(.*?)```");
    assertTrue(blocks.size() >= 3, blocks::toString);
    for (String block : blocks) {
      assertTrue(snippets.contains(squeezed(block)), "not in the snippets: " + block);
    }
  }

  @Test
  void hooksAreHooksOfTheExample() throws IOException {
    Experiment experiment = new KFoldDigits().experiment(1);
    List<String> lines = found("(?m)^ {4}((?:before|after|around)\\(.*)$");
    assertTrue(lines.size() >= 1);
    for (String line : lines) {
      HookLine hook = HookLine.parse(line, experiment.components());
      assertTrue(hook.in(experiment.program("kfold-digits")).changes().size() > 0, line);
    }
  }

  @Test
  void linesOfProgramsAreRead() throws IOException {
    List<String> lines = found("`(call [^`]*\\[[^`]*)`");
    assertTrue(lines.size() >= 1);
    for (String line : lines) {
      String text = new KFoldDigits().experiment(1).parse("other", line).program("other").print();
      assertTrue(text.startsWith("/  " + line.substring(0, line.indexOf('['))), text);
    }
  }
}
