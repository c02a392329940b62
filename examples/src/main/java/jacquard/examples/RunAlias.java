package jacquard.examples;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code run EXAMPLE}, which is the same as {@code EXAMPLE}. */
@Command(
    name = "run",
    description = "Runs an example: run EXAMPLE is the same as EXAMPLE.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "EXAMPLE")
final class RunAlias implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which example is to be run?");
  }
}
