package jacquard.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/**
 * A main class that runs, saves, resumes, shows, draws, reports and exports, all in the working
 * directory; what the commands print is in the file {@code printed.txt}.
 */
final class AllCommands {
  private static final String SMALL = "kfold-digits --backend java --folds 2 --rounds 4";

  private static final List<String> COMMANDS =
      List.of(
          "--help",
          "kfold-digits --help",
          "nope",
          "generate-completion",
          "weave --steps many",
          "weave --print --explain",
          SMALL + " --run r --steps 9000 --hook after(layer1.cd1Update):_print(step)",
          "show r --print text",
          "resume r --keep 9 --trace t.txt",
          "export r --npz r.npz",
          "show r/checkpoints --json",
          "show r/checkpoints",
          "diff r r/checkpoints/step-000000009000.jqd",
          "plot r -o m.svg",
          "plot r --confusion",
          "report r",
          "show r",
          "early-stopping --backend java --run e --hook after(mlp.score):_plot(step,_\"h.csv\")",
          "learner-fields --backend java",
          "lazy-columns",
          "hooks",
          "generator",
          "trace t.txt --json");

  private AllCommands() {}

  public static void main(String[] args) throws IOException {
    try (PrintWriter out =
        new PrintWriter(Files.newBufferedWriter(Path.of("printed.txt"), StandardCharsets.UTF_8))) {
      for (String command : COMMANDS) {
        CommandLine line = Main.commandLine();
        line.setOut(out).setErr(out);
        String[] words = command.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
          words[i] = words[i].replace(",_", ", ").replace("):_", "): ");
        }
        out.println("$ " + command + "\nexit code " + line.execute(words));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
