package jacquard.examples;

import jacquard.report.LiveView;
import jacquard.report.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that serves the page of a run directory until it is stopped. */
@Command(
    name = "serve",
    description = {
      "Shows a run directory to browsers on this machine, updating, until Ctrl-C.",
      "For buttons to pause, step and save, start or resume the run with --serve."
    },
    mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A directory made by --run DIR.")
  private Path directory = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on (any that is free).")
  private int port;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    RunDirectory run = Named.run(directory);
    if (port < 0 || port > 65_535) {
      throw new UsageError("--port takes a number from 0 to 65535, not " + port);
    }
    try (LiveView view = LiveView.open(run, port, null)) {
      out.println("live at " + view.address());
      out.flush();
      new CountDownLatch(1).await(); // until the process is told to end
    }
    return 0;
  }
}
