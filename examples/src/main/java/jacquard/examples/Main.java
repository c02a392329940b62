package jacquard.examples;

import jacquard.checkpoint.CheckpointException;
import jacquard.experiment.StopOnSignal;
import jacquard.flow.FlowException;
import jacquard.kernels.opencl.DeviceException;
import jacquard.report.RunException;
import jacquard.vm.ProgramException;
import jacquard.vm.StepException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code examples/run}. */
@Command(
    name = Main.NAME,
    description = "Runs examples of Jacquard, and looks at runs and checkpoints.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "EXAMPLE|COMMAND")
public final class Main implements Runnable {
  static final String NAME = "examples/run";

  /** Exit code: something failed; of {@code diff}, the two differ. */
  static final int FAILED = 1;

  /** Exit code: the command line is wrong; of {@code diff}, also that something failed. */
  static final int USAGE = 2;

  /** Exit code: the run was saved because it was told to stop, and can be resumed. */
  static final int SAVED = StopOnSignal.SAVED;

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RunException.class.getPackage().getImplementationVersion();
      return new String[] {
        "Jacquard " + (version == null ? "from classes, without a version" : version),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version")
      };
    }
  }

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
    Output output = Output.install();
    CommandLine line = commandLine();
    line.setOut(Output.printer(() -> System.out)).setErr(Output.printer(() -> System.err));
    int code = line.execute(args);
    line.getOut().flush();
    StopOnSignal.exit(output.failure() == null ? code : lost(output.failure(), line, code));
  }

  /** Says that what was printed is lost; the exit code, which only a saved run keeps. */
  private static int lost(IOException failure, CommandLine line, int code) {
    line.getErr().println("error: cannot write to the standard output: " + failure.getMessage());
    ParseResult parsed = line.getParseResult();
    boolean isDiff =
        parsed != null
            && parsed.hasSubcommand()
            && parsed.subcommand().commandSpec().userObject() instanceof Diff;
    return code == SAVED ? SAVED : isDiff ? USAGE : FAILED;
  }

  static CommandLine commandLine() {
    CommandLine line = commandLine(examples());
    CommandLine run = new CommandLine(new RunAlias());
    examples().forEach(example -> RunCommand.add(run, example));
    CommandLine help = new CommandLine(new HelpCommand());
    help.getCommandSpec().usageMessage().description("Prints the help of an example or command.");
    line.addSubcommand(run)
        .addSubcommand(new ListCommand())
        .addSubcommand(new Show())
        .addSubcommand(new Plot())
        .addSubcommand(new ReportCommand())
        .addSubcommand(new Serve())
        .addSubcommand(new Diff())
        .addSubcommand(new TraceSummary())
        .addSubcommand(new Export())
        .addSubcommand(new DevicesCommand())
        .addSubcommand(new JobMigration())
        .addSubcommand(new JobMember())
        .addSubcommand(new JobWorker())
        .addSubcommand(help)
        .addSubcommand(new Completion());
    return configured(line);
  }

  /** The command with some examples and no other command. */
  static CommandLine commandLine(List<Example> examples) {
    CommandLine line = new CommandLine(new Main());
    examples.forEach(example -> RunCommand.add(line, example));
    CommandLine resume = new CommandLine(new Resume());
    resume.setUnmatchedOptionsArePositionalParams(true); // they are the example's
    line.addSubcommand(resume);
    return configured(line);
  }

  private static CommandLine configured(CommandLine line) {
    Main main = line.getCommand();
    Listing.in(line);
    exitCodes(line.getCommandSpec());
    line.getSubcommands().values().forEach(each -> exitCodes(each.getCommandSpec()));
    line.getSubcommands().values().stream()
        .filter(each -> RunCommand.example(each) != null)
        .forEach(OptionListing::in);
    String columns = System.getenv("COLUMNS");
    if (columns != null && columns.matches("[1-9]\\d{1,3}")) {
      line.setUsageHelpWidth(Math.max(55, Integer.parseInt(columns))); // no less is possible
    } else {
      line.setUsageHelpAutoWidth(true);
    }
    line.setColorScheme(Help.defaultColorScheme(Colours.areSeen() ? Help.Ansi.ON : Help.Ansi.OFF));
    Words.in(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, command, result) -> main.explain(e, command));
    line.setParameterExceptionHandler(Main::refuse);
    return line;
  }

  /** Has the help of a command end with what its exit codes mean. */
  static void exitCodes(CommandSpec spec) {
    Object command = spec.userObject();
    boolean isDiff = command instanceof Diff;
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", isDiff ? "the same bits" : "done");
    codes.put("1", isDiff ? "they differ" : "failed");
    codes.put(
        "2", isDiff ? "the command line is wrong, or it failed" : "the command line is wrong");
    if (command instanceof Main || command instanceof RunCommand || command instanceof Resume) {
      codes.put("75", "stopped by a signal, saved, and resumable");
    }
    if (command instanceof Main) {
      codes.put("1", "failed; for diff, the two differ");
      codes.put("2", "the command line is wrong; for diff, also: it failed");
    }
    spec.usageMessage().exitCodeListHeading("%nExit codes:%n");
    spec.usageMessage().exitCodeList(codes);
  }

  /** The examples, made anew because their options are fields. */
  static List<Example> examples() {
    return List.of(
        new Weaving(),
        new UserGenerator(),
        new PauseAndResume(),
        new Hooks(),
        new KFoldDigits(),
        new MnistDbn(),
        new EarlyStoppingExample(),
        new DbnCrossval(),
        new LearnerFields(),
        new LazyColumns(),
        new ParallelPca(),
        new ParallelModels());
  }

  /** Says in a line or two what is wrong with the command line. */
  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + Misspelt.words(e));
    err.println(help(command));
    return USAGE;
  }

  /** Where the command line is described, such as {@code examples/run show --help tells ..}. */
  private static String help(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    return Shell.called() + name.substring(NAME.length()) + " --help tells what there is";
  }

  private int explain(Exception e, CommandLine command) throws Exception {
    boolean forPeople =
        e instanceof ProgramException
            || e instanceof CheckpointException
            || e instanceof StepException
            || e instanceof DeviceException
            || e instanceof FlowException
            || e instanceof RunException
            || e instanceof Failure
            || e instanceof UncheckedIOException
            || e instanceof IllegalArgumentException;
    PrintWriter err = command.getErr();
    err.println("error: " + (forPeople ? e.getMessage() : e.toString()));
    if (stacktrace) {
      e.printStackTrace(err);
    } else if (!forPeople) {
      err.println("(--stacktrace tells more)");
    }
    return e instanceof UsageError || command.getCommand() instanceof Diff ? USAGE : FAILED;
  }
}
