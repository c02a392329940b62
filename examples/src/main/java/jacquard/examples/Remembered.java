package jacquard.examples;

import jacquard.report.RunConfiguration;
import jacquard.report.RunDirectory;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a run directory remembers of the options it was started with, and what a resumed run makes
 * of those it is given again:
 *
 * <table>
 * <caption>Options of a resumed run</caption>
 * <tr><th>option</th><th>not given</th><th>given</th></tr>
 * <tr><td>the example's own, {@code --seed}</td><td>as started</td>
 *     <td>refused if it differs</td></tr>
 * <tr><td>the example's own that are {@link PerSession}</td><td>as started</td>
 *     <td>applied</td></tr>
 * <tr><td>{@code --every}, {@code --keep}, {@code --no-optimize}, {@code --profile}, {@code
 *     --backend} and {@code --device}</td><td>as started</td><td>applied</td></tr>
 * <tr><td>{@code --hook}, {@code --program}</td><td>in the checkpoint; as started while there is
 *     none</td><td>a hook is added, a program refused</td></tr>
 * <tr><td>all others</td><td>not there</td><td>applied</td></tr>
 * </table>
 */
final class Remembered {
  private final Example example;
  private final RunOptions options;
  private final List<OptionSpec> own;
  private final ParseResult given;

  /**
   * The options of a command line.
   *
   * @param own the example's own
   */
  Remembered(Example example, RunOptions options, List<OptionSpec> own, ParseResult given) {
    this.example = example;
    this.options = options;
    this.own = own;
    this.given = given;
  }

  // ---- a new run --------------------------------------------------------------------------------

  /** What a new run directory is to remember. */
  RunConfiguration configuration() {
    List<String> command = new ArrayList<>(List.of(example.name()));
    command.addAll(given.originalArgs());
    if (command.size() > 1 && command.get(1).equals(example.name())) {
      command.removeFirst();
    }
    Map<String, Object> all = new LinkedHashMap<>();
    for (OptionSpec each : own) {
      Object value = each.getValue();
      if (value != null) {
        all.put(name(each), plain(value));
      }
    }
    if (options.program != null) {
      all.put("program", plain(options.program));
    }
    if (options.every != null) {
      all.put("every", options.every);
    }
    if (isGiven("--keep")) {
      all.put("keep", options.keep);
    }
    if (isGiven("--no-optimize")) {
      all.put("optimize", options.optimize);
    }
    if (isGiven("--profile")) {
      all.put("profile", options.profile);
    }
    if (!options.hooks.isEmpty()) {
      all.put("hook", List.copyOf(options.hooks));
    }
    return new RunConfiguration(
        example.name(), command, all, options.seed, options.backend, options.device);
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }

  /** A value as JSON has it; a path as it is from everywhere. */
  private static Object plain(Object value) {
    return switch (value) {
      case Number number -> number;
      case Boolean bool -> bool;
      case List<?> list -> list.stream().map(Remembered::plain).toList();
      case Path path -> path.toAbsolutePath().normalize().toString();
      default -> value.toString();
    };
  }

  // ---- a run that is resumed --------------------------------------------------------------------

  /**
   * Takes from a run what the command line does not say.
   *
   * @throws UsageError if it says something else that cannot change
   */
  void resume(RunDirectory directory) {
    RunConfiguration run = directory.configuration();
    requireNoOther(directory, run);
    takeOwn(run);
    options.seed = run.seed();
    if (!isGiven("--backend") && !isGiven("--device")) {
      options.backend = run.backend();
      options.device = run.device();
    }
    Map<String, Object> all = run.options();
    if (!isGiven("--every")) {
      options.every = all.get("every") instanceof String every ? every : null;
    }
    if (!isGiven("--keep") && all.get("keep") instanceof Integer keep) {
      options.keep = keep;
    }
    if (!isGiven("--no-optimize") && all.get("optimize") instanceof Boolean optimize) {
      options.optimize = optimize;
    }
    if (!isGiven("--profile") && all.get("profile") instanceof Boolean profile) {
      options.profile = profile;
    }
    if (directory.hasCheckpoint()) {
      options.resume = directory.checkpoints();
    } else {
      options.resume = null;
      takeProgram(all);
    }
    options.directory = directory;
  }

  /** Nothing was saved yet, so the program is as it was when the run was started. */
  private void takeProgram(Map<String, Object> all) {
    if (options.program == null && all.get("program") instanceof String program) {
      options.program = Path.of(program);
    }
    if (all.get("hook") instanceof List<?> hooks) {
      List<String> together = new ArrayList<>();
      hooks.forEach(each -> together.add(text(each)));
      together.addAll(options.hooks);
      options.hooks = together;
    }
  }

  private void requireNoOther(RunDirectory directory, RunConfiguration run) {
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
    boolean isElsewhere = options.run != null && !isSame(options.run, directory.path());
    if (isElsewhere || options.save != null) {
      throw new UsageError(
          String.format(
              Locale.ROOT,
              "a run that is resumed goes on in its own directory, %s; leave --run and --save out",
              directory.path()));
    }
    refuseOthers(run);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // such as one that is not there
    }
  }

  private void refuseOthers(RunConfiguration run) {
    for (OptionSpec each : own) {
      Object saved = run.options().get(name(each));
      Object now = each.getValue(); // null if it has no default and is not given
      if (saved != null && now != null && !isPerSession(each)) {
        refuseOther(each.longestName(), plain(now), saved);
      }
    }
    refuseOther("--seed", options.seed, run.seed());
  }

  private void refuseOther(String option, Object now, Object saved) {
    if (isGiven(option)) {
      requireSame(option, now, saved);
    }
  }

  private static void requireSame(String option, Object now, Object saved) {
    if (!text(now).equals(text(saved))) {
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

  private void takeOwn(RunConfiguration run) {
    List<String> again = new ArrayList<>();
    for (OptionSpec each : own) {
      Object saved = run.options().get(name(each));
      Object value = isGiven(each.longestName()) ? each.getValue() : saved;
      if (value != null) {
        again.add(each.longestName() + "=" + text(value));
      }
    }
    new CommandLine(CommandSpec.forAnnotatedObjectLenient(example))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(again.toArray(String[]::new));
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(Remembered::text).collect(Collectors.joining(","))
        : value.toString();
  }

  private static boolean isPerSession(OptionSpec option) {
    return option.userObject() instanceof AnnotatedElement field
        && field.isAnnotationPresent(PerSession.class);
  }

  private boolean isGiven(String option) {
    return given.hasMatchedOption(option);
  }

  // ---- a checkpoint that is resumed without its run directory -----------------------------------

  /**
   * What a checkpoint keeps of the options that a run is started with: those that its bits depend
   * on.
   */
  Map<String, String> kept() {
    Map<String, String> kept = new LinkedHashMap<>();
    for (OptionSpec each : own) {
      Object value = each.getValue();
      if (value != null && !isPerSession(each)) {
        kept.put(each.longestName(), text(plain(value)));
      }
    }
    kept.put("--seed", text(options.seed));
    return kept;
  }

  /** Which of them are given. */
  Map<String, String> keptAndGiven() {
    Map<String, String> given = kept();
    given.keySet().removeIf(option -> !isGiven(option));
    return given;
  }

  /**
   * Refuses options that a resumed run was started with otherwise.
   *
   * @param given of the command line
   * @param kept in the checkpoint; nothing, if an earlier version wrote it
   */
  static void requireSame(Map<String, String> given, Map<?, ?> kept, Path checkpoint) {
    given.forEach(
        (option, value) -> {
          Object before = kept.get(option);
          if (before == null) {
            throw new UsageError(
                String.format(
                    Locale.ROOT,
                    "%s is for a new run, and what %s was started with is not in it: leave it out",
                    option,
                    checkpoint));
          }
          requireSame(option, value, before);
        });
  }
}
