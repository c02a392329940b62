package jacquard.examples;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.program.Format;
import jacquard.program.Position;
import jacquard.program.Program;
import jacquard.report.RunDirectory;
import java.io.PrintWriter;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that shows what a checkpoint holds. */
@Command(
    name = "show",
    description = {
      "Shows a run directory, or a checkpoint: where it stands and what it holds.",
      "Several run directories are shown side by side: what differs, and how they went.",
      "Of folds the last number of each counts: mean ± standard deviation."
    },
    mixinStandardHelpOptions = true)
final class Show implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "A run directory, a checkpoint, or a directory of checkpoints.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--print",
      paramLabel = "FORM",
      completionCandidates = RunOptions.Forms.class,
      description = "Print only the programs, as text, plain, dot or mermaid.")
  private @Nullable Format form;

  @Option(names = "--json", description = "Print an object of JSON, of several runs a line each.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (paths.size() > 1 && form != null) {
      throw new UsageError("--print is for one path, not for " + paths.size());
    }
    Path file = paths.getFirst();
    if (paths.size() > 1 || (RunDirectory.isRun(file) && form == null)) {
      out.print(runs(paths.stream().map(Named::run).toList()));
      out.flush();
      return 0;
    }
    CheckpointDirectory.Resumed resumed =
        CheckpointDirectory.resume(Named.checkpoints(file), Map.of());
    Session.sayWhatWasSkipped(resumed, spec.commandLine().getErr());
    Checkpoint checkpoint = Checkpoint.read(resumed.file());
    if (form != null) {
      for (String program : checkpoint.programs()) {
        out.print(page(program, form, checkpoint, resumed.experiment()));
      }
      out.flush();
      return 0;
    }
    if (json) {
      out.println(JsonOutput.line(asMap(checkpoint, resumed)));
      return 0;
    }
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

  private String runs(List<RunDirectory> runs) {
    if (json) {
      return runs.stream()
          .map(run -> JsonOutput.line(new RunSummary(run).asMap()) + "\n")
          .collect(Collectors.joining());
    }
    return plain(
        runs.size() == 1 ? new RunSummary(runs.getFirst()).page() : new RunComparison(runs).page());
  }

  private static Map<String, Object> asMap(
      Checkpoint checkpoint, CheckpointDirectory.Resumed resumed) {
    Map<String, Object> programs = new LinkedHashMap<>();
    for (String program : checkpoint.programs()) {
      boolean isStarted = !checkpoint.jump(program).isEmpty();
      programs.put(
          program,
          isStarted
              ? JsonOutput.object(
                  "steps",
                  checkpoint.steps(program),
                  "position",
                  Position.of(resumed.experiment().run(program)).words())
              : Map.of());
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("checkpoint", resumed.file().toString());
    map.put("fingerprint", checkpoint.fingerprint());
    map.put("programs", programs);
    map.put("components", checkpoint.components());
    map.put("arrayBytes", checkpoint.arrayBytes());
    return map;
  }

  private void program(
      String program, Checkpoint checkpoint, Experiment experiment, PrintWriter out) {
    out.println();
    out.println("program " + program);
    out.print(page(program, Format.TEXT, checkpoint, experiment));
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
      out.println("  frame " + Printable.of(path + " " + fields(checkpoint.frame(program, path))));
    }
  }

  private String page(String name, Format wanted, Checkpoint checkpoint, Experiment experiment) {
    Program program = experiment.program(name);
    String page =
        checkpoint.jump(name).isEmpty()
            ? program.print(wanted)
            : program.print(wanted, experiment.run(name));
    return json
        ? JsonOutput.line(
                JsonOutput.object("program", name, "form", Completion.word(wanted), "text", page))
            + "\n"
        : wanted == Format.TEXT ? Colours.of(plain(page)) : plain(page);
  }

  private static void component(String name, String type, Checkpoint checkpoint, PrintWriter out) {
    String line = name + " (" + type + ") " + fields(checkpoint.component(name));
    out.println("  " + Printable.of(line));
  }

  private static String fields(Map<String, @Nullable Object> fields) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append('=')
                .append(plain(brief(value))));
    return text.toString();
  }

  /** What others have written, without what would steer a terminal. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\n]]", "?");
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
