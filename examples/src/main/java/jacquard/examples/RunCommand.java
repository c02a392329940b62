package jacquard.examples;

import jacquard.report.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that runs one example, or goes on with a run of it. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private static final String OWN = "example";

  private final Example example;

  @Mixin private RunOptions options = new RunOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private RunCommand(Example example) {
    this.example = example;
  }

  /** Adds the command of an example to the others. */
  static void add(CommandLine line, Example example) {
    CommandLine command = new CommandLine(new RunCommand(example));
    command.getCommandSpec().addMixin(OWN, CommandSpec.forAnnotatedObjectLenient(example));
    command.getCommandSpec().usageMessage().description(example.about().description());
    Main.exitCodes(command.getCommandSpec());
    line.addSubcommand(example.name(), command);
  }

  /** The example of a command, or null if it is another one. */
  static @Nullable Example example(CommandLine command) {
    return command.getCommand() instanceof RunCommand run ? run.example : null;
  }

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    try {
      Remembered remembered =
          new Remembered(example, options, own(), Objects.requireNonNull(line.getParseResult()));
      OptionCheck.paths(options);
      Path resumed = options.resume;
      if (resumed == null) {
        options.configuration = remembered.configuration();
      } else if (RunDirectory.isRun(resumed)) {
        remembered.resume(RunDirectory.open(resumed));
      } else if (options.run != null) {
        throw new UsageError(
            "--run DIR keeps a new run; go on from a checkpoint with --save DIR, or copy its whole"
                + " run directory and resume that");
      }
      options.kept = options.resume == null ? remembered.kept() : remembered.keptAndGiven();
      OptionCheck.all(options);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, e.getMessage(), e);
    }
    return new Session(example, options, line.getOut(), line.getErr()).run();
  }

  private List<OptionSpec> own() {
    return Objects.requireNonNull(spec.mixins().get(OWN)).options();
  }
}
