package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The completion script in bash, by which {@code examples/run} is started: what TAB would offer.
 */
class CompletionTest {
  /** Asks as bash does; compopt is of use only while it asks. */
  private static final String ASK =
      """
      source "$1"
      shift
      compopt() { :; }
      spec=($(complete -p "$1"))
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}
      COMPREPLY=()
      for ((i = 0; i < ${#spec[@]}; i++)); do
        if [ "${spec[i]}" = -F ]; then
          "${spec[i + 1]}" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        fi
      done
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringWriter script = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(script, true));
    assertEquals(0, line.execute("generate-completion"));
    Files.writeString(directory.resolve("script"), script.toString());
    Files.writeString(directory.resolve("ask"), ASK);
    Files.writeString(directory.resolve("my-run"), "");
  }

  /** What is offered for the last of some words. */
  private List<String> offered(String... words) throws IOException, InterruptedException {
    List<String> command =
        Arrays.stream(words).collect(Collectors.toCollection(() -> new java.util.ArrayList<>()));
    command.addAll(0, List.of("bash", "--norc", "./ask", "./script"));
    Path out = directory.resolve("out");
    Process bash =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertTrue(bash.waitFor(60, TimeUnit.SECONDS), "bash did not end");
    String text = Files.readString(out);
    assertEquals(0, bash.exitValue(), text);
    return text.lines().filter(each -> !each.isEmpty()).sorted().toList();
  }

  @Test
  void examplesAndCommandsAreOffered() throws Exception {
    List<String> all = offered("examples/run", "");
    for (Example example : Main.examples()) {
      assertTrue(all.contains(example.name()), all::toString);
    }
    assertTrue(all.containsAll(List.of("resume", "show", "plot", "diff")), all::toString);
    assertEquals(List.of("kfold-digits"), offered("./examples/run", "kf"));
    assertEquals(List.of("kfold-digits"), offered("examples/run", "run", "kf"));
    assertEquals(List.of("kfold-digits"), offered("examples/run", "help", "kf"));
  }

  @Test
  void optionsAndTheirValuesAreOffered() throws Exception {
    assertEquals(
        List.of("--folds", "--from-start"), offered("examples/run", "kfold-digits", "--f"));
    assertEquals(
        List.of("--save", "--seed", "--serve", "--stacktrace", "--steps"),
        offered("examples/run", "kfold-digits", "--quiet", "--rounds", "9", "--s"));
    assertEquals(
        List.of("auto", "java", "opencl"), offered("examples/run", "weave", "--backend", ""));
    assertEquals(List.of("plain"), offered("examples/run", "weave", "--print", "pl"));
    assertEquals(List.of("mermaid"), offered("examples/run", "show", "--print", "m"));
    assertEquals(List.of("threads"), offered("examples/run", "parallel-pca", "--workers", "th"));
  }

  @Test
  void pathsAreOffered() throws Exception {
    assertEquals(List.of("my-run"), offered("examples/run", "show", "my"));
    assertEquals(List.of("my-run"), offered("examples/run", "resume", "my"));
    assertEquals(List.of("my-run"), offered("examples/run", "weave", "--run", "my"));
    assertEquals(List.of("my-run"), offered("examples/run", "plot", "other", "my"));
  }
}
