package jacquard.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that resumes a run, given only its directory. */
@Command(
    name = "resume",
    description = {
      "Goes on with the run in a run directory; the directory knows the rest.",
      "Options of the example may follow: --steps, --trace, --serve, --quiet and the like, which"
          + " count for this time only; --every, --keep, --no-optimize, --profile, --backend,"
          + " --device, and where data are and who does the jobs, else as the run was started."
    },
    mixinStandardHelpOptions = true)
final class Resume implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR", description = "A directory made by --run DIR.")
  private Path directory = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "OPTION",
      description = "Options of the example.")
  private List<String> more = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String name = Named.run(directory).configuration().name();
    CommandLine top = Objects.requireNonNull(spec.parent()).commandLine();
    CommandLine command = top.getSubcommands().get(name);
    if (command == null || RunCommand.example(command) == null) {
      throw new UsageError(
          String.format(
              Locale.ROOT,
              "%s is a run of %s, which is no example; the program that made it can go on with it",
              directory,
              name));
    }
    List<String> args = new ArrayList<>(List.of(name, "--resume", directory.toString()));
    args.addAll(more);
    return top.execute(args.toArray(String[]::new));
  }
}
