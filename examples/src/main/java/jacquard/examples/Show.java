package jacquard.examples;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.program.Position;
import java.io.PrintWriter;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that shows what a checkpoint holds. */
@Command(
    name = "show",
    description = "Shows a checkpoint: program, where it stands, components, sizes, fingerprint.",
    mixinStandardHelpOptions = true)
final class Show implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A checkpoint, or a directory of them.")
  private Path file = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    CheckpointDirectory.Resumed resumed = CheckpointDirectory.resume(file, Map.of());
    Checkpoint checkpoint = Checkpoint.read(resumed.file());
    out.println("checkpoint " + resumed.file());
    out.println("fingerprint " + checkpoint.fingerprint());
    for (String program : checkpoint.programs()) {
      program(program, checkpoint, resumed.experiment(), out);
    }
    out.println();
    out.println("components");
    checkpoint.components().forEach((name, type) -> component(name, type, checkpoint, out));
    out.printf(Locale.ROOT, "%,d bytes in arrays%n", checkpoint.arrayBytes());
    return 0;
  }

  private static void program(
      String program, Checkpoint checkpoint, Experiment experiment, PrintWriter out) {
    out.println();
    out.println("program " + program);
    out.print(experiment.program(program).print());
    if (checkpoint.jump(program).isEmpty()) {
      out.println("not started");
      return;
    }
    out.printf(
        Locale.ROOT,
        "after %,d steps: %s%n",
        checkpoint.steps(program),
        Position.of(experiment.run(program)).words());
    for (String path : checkpoint.frames(program)) {
      out.println("  frame " + path + " " + fields(checkpoint.frame(program, path)));
    }
  }

  private static void component(String name, String type, Checkpoint checkpoint, PrintWriter out) {
    out.println("  " + name + " (" + type + ") " + fields(checkpoint.component(name)));
  }

  private static String fields(Map<String, @Nullable Object> fields) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(brief(value)));
    return text.toString();
  }

  private static String brief(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case List<?> list -> list.isEmpty() ? "()" : "list[" + list.size() + "]";
      case Object o when o.getClass().isArray() ->
          o.getClass().getComponentType().getSimpleName() + "[" + Array.getLength(o) + "]";
      case Object o -> o.toString();
    };
  }
}
