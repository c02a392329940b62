package jacquard.examples;

import jacquard.experiment.CheckpointDirectory;
import jacquard.learn.ParameterArrays;
import jacquard.npy.NpyArray;
import jacquard.npy.Npz;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that writes what a checkpoint's components have learned for NumPy. */
@Command(
    name = "export",
    description = "Writes the numbers of a checkpoint's components as arrays component.field.",
    mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {
  @Parameters(
      paramLabel = "CHECKPOINT",
      description = "A checkpoint, a directory of them, or a run directory.")
  private Path file = Path.of("");

  @Option(
      names = "--npz",
      paramLabel = "FILE",
      required = true,
      description = "The archive to write, for numpy.load.")
  private Path npz = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path from = Named.checkpoints(file);
    CheckpointDirectory.Resumed found = CheckpointDirectory.resume(from, Map.of());
    Session.sayWhatWasSkipped(found, spec.commandLine().getErr());
    SortedMap<String, NpyArray> arrays =
        ParameterArrays.of(found.experiment().components().byName());
    try {
      Npz.write(npz, arrays);
    } catch (IOException e) {
      throw Failure.writing(npz, e);
    }
    arrays.forEach((name, array) -> out.println(name + " " + array));
    return 0;
  }
}
