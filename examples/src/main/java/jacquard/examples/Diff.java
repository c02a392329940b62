package jacquard.examples;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointDiff;
import jacquard.experiment.CheckpointDirectory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that says what differs between two checkpoints. */
@Command(
    name = "diff",
    description = "Says what differs between two checkpoints; exits with 1 if anything does.",
    mixinStandardHelpOptions = true)
final class Diff implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A checkpoint, a directory of them, or a run directory.")
  private Path a = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private Path b = Path.of("");

  @Option(names = "--json", description = "Print one object of JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<String> lines = CheckpointDiff.of(read(a), read(b));
    if (json) {
      out.println(
          JsonOutput.line(JsonOutput.object("same", lines.isEmpty(), "differences", lines)));
    } else if (lines.isEmpty()) {
      out.println("the same bits");
    } else {
      lines.forEach(out::println);
    }
    return lines.isEmpty() ? 0 : Main.FAILED;
  }

  /** The checkpoint of a file, or the newest whole one of a directory or run directory. */
  private Checkpoint read(Path path) {
    Path at = Named.checkpoints(path);
    return Checkpoint.read(Files.isDirectory(at) ? newest(at) : at);
  }

  private Path newest(Path directory) {
    CheckpointDirectory.Resumed found = CheckpointDirectory.resume(directory, Map.of());
    Session.sayWhatWasSkipped(found, spec.commandLine().getErr());
    return found.file();
  }
}
