package jacquard.examples;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointDiff;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that says what differs between two checkpoints. */
@Command(
    name = "diff",
    description = "Says what differs between two checkpoints; exits with 1 if anything does.",
    mixinStandardHelpOptions = true)
final class Diff implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "A checkpoint.")
  private Path a = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private Path b = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<String> lines = CheckpointDiff.of(Checkpoint.read(a), Checkpoint.read(b));
    lines.forEach(out::println);
    if (lines.isEmpty()) {
      out.println("the same bits");
    }
    return lines.isEmpty() ? 0 : 1;
  }
}
