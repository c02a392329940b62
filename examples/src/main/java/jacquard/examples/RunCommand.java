package jacquard.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that runs one example. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private final Example example;

  @Mixin private RunOptions options = new RunOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private RunCommand(Example example) {
    this.example = example;
  }

  /** Adds the command of an example to the others. */
  static void add(CommandLine line, Example example) {
    CommandLine command = new CommandLine(new RunCommand(example));
    command.getCommandSpec().addMixin("example", CommandSpec.forAnnotatedObjectLenient(example));
    command.getCommandSpec().usageMessage().description(example.description());
    line.addSubcommand(example.name(), command);
  }

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    return new Session(example, options, line.getOut(), line.getErr()).run();
  }
}
