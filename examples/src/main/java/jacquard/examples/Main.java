package jacquard.examples;

import jacquard.checkpoint.CheckpointException;
import jacquard.flow.FlowException;
import jacquard.kernels.opencl.DeviceException;
import jacquard.vm.ProgramException;
import jacquard.vm.StepException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code examples/run}. */
@Command(
    name = "examples/run",
    description = "Runs an example of Jacquard, or looks into checkpoints.",
    mixinStandardHelpOptions = true,
    version = "Jacquard 0.1.0",
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  /** Exit code: the run was saved because it was told to stop, and can be resumed. */
  static final int SAVED = 75;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean stacktrace;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    examples().forEach(example -> RunCommand.add(line, example));
    line.addSubcommand(new Show())
        .addSubcommand(new Diff())
        .addSubcommand(new Export())
        .addSubcommand(new DevicesCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, command, result) -> main.explain(e, command));
    return line;
  }

  /** The examples, made anew because their options are fields. */
  private static List<Example> examples() {
    return List.of(
        new KFoldDigits(),
        new MnistDbn(),
        new DbnCrossval(),
        new EarlyStoppingExample(),
        new ParallelPca(),
        new Weaving(),
        new UserGenerator(),
        new LazyColumns(),
        new LearnerFields());
  }

  private int explain(Exception e, CommandLine command) throws Exception {
    boolean forPeople =
        e instanceof ProgramException
            || e instanceof CheckpointException
            || e instanceof StepException
            || e instanceof DeviceException
            || e instanceof FlowException
            || e instanceof IllegalArgumentException;
    PrintWriter err = command.getErr();
    err.println("error: " + (forPeople ? e.getMessage() : e.toString()));
    if (stacktrace) {
      e.printStackTrace(err);
    } else if (!forPeople) {
      err.println("(--stacktrace tells more)");
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
