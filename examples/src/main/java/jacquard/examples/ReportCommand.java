package jacquard.examples;

import jacquard.report.RunDirectory;
import jacquard.report.RunReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that makes a page of a run directory. */
@Command(
    name = "report",
    description = {
      "Makes one page of HTML of a run directory, to keep or send.",
      "It has where the run stands, its program, curves, filters, checkpoints, configuration and"
          + " log, and needs no network and no other file."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A directory made by --run DIR.")
  private Path directory = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to (DIR/report.html).")
  private @Nullable Path output;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    RunDirectory run = Named.run(directory);
    Path file = output == null ? directory.resolve("report.html") : output;
    RunReport.of(run).write(file);
    spec.commandLine().getOut().println("wrote " + file);
    return 0;
  }
}
