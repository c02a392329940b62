package jacquard.examples;

import jacquard.report.RunConfiguration;
import jacquard.report.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    if (options.resume != null && RunDirectory.isRun(options.resume)) {
      goOnWith(RunDirectory.open(options.resume));
    } else {
      options.configuration = configuration();
    }
    try {
      Session.check(options);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, e.getMessage(), e);
    }
    return new Session(example, options, line.getOut(), line.getErr()).run();
  }

  // ---- what a run directory remembers -----------------------------------------------------------

  private RunConfiguration configuration() {
    List<String> command = new ArrayList<>(List.of(example.name()));
    command.addAll(spec.commandLine().getParseResult().originalArgs());
    if (command.size() > 1 && command.get(1).equals(example.name())) {
      command.removeFirst();
    }
    Map<String, Object> own = new LinkedHashMap<>();
    for (OptionSpec each : own()) {
      Object value = each.getValue();
      if (value != null) {
        own.put(each.longestName().substring(2), plain(value));
      }
    }
    if (options.program != null) {
      own.put("program", options.program.toAbsolutePath().toString());
    }
    return new RunConfiguration(
        example.name(), command, own, options.seed, options.backend, options.device);
  }

  private List<OptionSpec> own() {
    return Objects.requireNonNull(spec.mixins().get(OWN)).options();
  }

  /** A value as JSON has it. */
  private static Object plain(Object value) {
    return switch (value) {
      case Number number -> number;
      case Boolean bool -> bool;
      case List<?> list -> list.stream().map(RunCommand::plain).toList();
      default -> value.toString();
    };
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(RunCommand::text).collect(Collectors.joining(","))
        : value.toString();
  }

  /** Takes from a run what the command line does not say; what they say differently is refused. */
  private void goOnWith(RunDirectory directory) {
    RunConfiguration run = directory.configuration();
    if (!run.name().equals(example.name())) {
      throw new UsageError(
          String.format(
              Locale.ROOT,
              "%s is a run of %s, not of %s; go on with %s",
              directory.path(),
              run.name(),
              example.name(),
              Shell.command("resume", directory.path())));
    }
    if (options.run != null || options.save != null) {
      throw new UsageError(
          String.format(
              Locale.ROOT,
              "a run that is resumed goes on in its own directory, %s; leave --run and --save out",
              directory.path()));
    }
    List<String> again = new ArrayList<>();
    for (OptionSpec each : own()) {
      Object saved = run.options().get(each.longestName().substring(2));
      if (saved != null) {
        Object now = each.getValue(); // null if it has no default and is not given
        refuseOther(each.longestName(), now == null ? saved : plain(now), saved);
        again.add(each.longestName() + "=" + text(saved));
      }
    }
    new CommandLine(CommandSpec.forAnnotatedObjectLenient(example))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(again.toArray(String[]::new));
    refuseOther("--seed", options.seed, run.seed());
    options.seed = run.seed();
    if (!isGiven("--backend") && !isGiven("--device")) {
      options.backend = run.backend();
      options.device = run.device();
    }
    Object program = run.options().get("program");
    if (program != null && !directory.hasCheckpoint()) {
      options.program = Path.of(program.toString());
    }
    options.resume = directory.hasCheckpoint() ? directory.checkpoints() : null;
    options.directory = directory;
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private void refuseOther(String option, Object now, Object saved) {
    if (isGiven(option) && !text(now).equals(text(saved))) {
      throw new UsageError(
          String.format(
              Locale.ROOT,
              "the run was started with %s %s, which cannot become %s; leave it out, or start"
                  + " another run",
              option,
              text(saved),
              text(now)));
    }
  }
}
