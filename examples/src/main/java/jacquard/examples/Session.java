package jacquard.examples;

import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.hook.Plot;
import jacquard.program.Format;
import jacquard.program.HookLine;
import jacquard.program.Matches;
import jacquard.program.Place;
import jacquard.program.Position;
import jacquard.program.Problem;
import jacquard.program.Program;
import jacquard.program.Selector;
import jacquard.program.Selectors;
import jacquard.report.Metrics;
import jacquard.report.RunDirectory;
import jacquard.report.RunProgress;
import jacquard.report.RunState;
import jacquard.trace.Profile;
import jacquard.vm.Args;
import jacquard.vm.Hook;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of an example as its options say: started or resumed, traced, shown, saved. */
final class Session {
  private static final Selector HOOKED =
      Selectors.where("hooked", place -> !place.node().hooks().isEmpty());

  /** The component that holds the options a run was started with, for whoever resumes it. */
  private static final String KEPT = "options";

  private final Example example;
  private final RunOptions options;
  private final PrintWriter out;
  private final PrintWriter err;
  private Runnable whenBegun = () -> {};

  Session(Example example, RunOptions options, PrintWriter out, PrintWriter err) {
    this.example = example;
    this.options = options;
    this.out = out;
    this.err = err;
  }

  int run() {
    try (Backends backend = Backends.use(options.backend, options.device)) {
      return runHere(backend);
    }
  }

  private int runHere(Backends backend) {
    Experiment experiment = options.resume == null ? started() : resumed(options.resume);
    boolean isKept = options.run != null || options.directory != null;
    if (isKept && !experiment.components().byName().containsKey("metrics")) {
      example.measure(experiment);
    }
    hook(experiment);
    Vm run = experiment.run(example.name());
    Program program = experiment.program(example.name());
    Format form = options.print;
    if (form != null) {
      String page = options.resume == null ? program.print(form) : program.print(form, run);
      show("program", page, form == Format.TEXT);
    }
    if (options.explain) {
      show("optimization", program.optimized().explain(), false);
    }
    if (options.check) {
      return say(experiment.check(example.name()));
    }
    if (form != null && form != Format.TEXT) {
      return 0;
    }
    if (example.about().computes() && !options.isQuiet()) {
      err.println(backend.words());
    }
    warn(experiment, program);
    run.printTo(this::printed);
    experiment.optimize(options.optimize);
    boolean stopped = false;
    RuntimeException failure = null;
    Runnable takeBack = example.equip(experiment);
    try (RunProgress progress = options.isQuiet() ? null : progress(experiment, run)) {
      if (isOver(run)) {
        sayBegun();
      } else {
        stopped = profiled(experiment, run, program, backend);
      }
    } catch (RuntimeException e) {
      if (!run.isDone()) {
        throw e;
      }
      failure = e; // the results are there, though they could not be saved
    } finally {
      takeBack.run();
    }
    draw(program);
    if (options.json) {
      Map<String, @Nullable Object> outcome = outcome(experiment, run, stopped);
      if (failure != null) {
        outcome.put("error", failure.getMessage());
      }
      out.println(JsonOutput.line(outcome));
      out.flush();
    } else if (run.isDone()) {
      example.report(experiment, out);
      out.flush();
    } else if (!stopped) {
      sayWhere(run);
    }
    if (failure != null) {
      throw failure;
    }
    return stopped ? Main.SAVED : 0;
  }

  /** Whether a run has ended and is noted so; else a session is due, to note it. */
  private boolean isOver(Vm run) {
    RunDirectory directory = options.directory;
    return run.isDone()
        && (directory == null
            || directory.state().map(RunState::status).orElse(null) == RunState.Status.FINISHED);
  }

  private RunProgress progress(Experiment experiment, Vm run) {
    Metrics none = new Metrics();
    Object component = experiment.components().byName().getOrDefault("metrics", none);
    Metrics metrics = component instanceof Metrics measured ? measured : none;
    return RunProgress.of(run, example.name(), metrics::latest);
  }

  /** Prints a page: as it is, or as an object of JSON. */
  private void show(String what, String page, boolean coloured) {
    out.print(
        options.json
            ? JsonOutput.line(Map.of(what, page)) + "\n"
            : coloured ? Colours.of(page) : page);
    out.flush();
  }

  private void printed(String line) {
    out.println(options.json ? JsonOutput.line(Map.of("printed", line)) : line);
    out.flush();
  }

  /** How it ended, for programs. */
  private Map<String, @Nullable Object> outcome(Experiment experiment, Vm run, boolean stopped) {
    Map<String, @Nullable Object> outcome = new LinkedHashMap<>();
    outcome.put("example", example.name());
    outcome.put("state", run.isDone() ? "finished" : stopped ? "saved" : "paused");
    outcome.put("steps", run.steps());
    outcome.put("position", Position.of(run).words());
    outcome.put("checkpoints", Objects.toString(Driving.saved(options), null));
    outcome.put("result", run.isDone() ? example.result(experiment) : null);
    return outcome;
  }

  /** Draws what the hooks of a program have plotted. */
  private void draw(Program program) {
    Set<Path> files = new LinkedHashSet<>();
    Matches hooked = program.find(HOOKED);
    for (Place place : hooked.places()) {
      for (Hook hook : place.node().hooks()) {
        if (hook.call().method().receiver() instanceof Plot plot) {
          files.add(plot.file());
        }
      }
    }
    files.removeIf(Files::notExists); // nothing was plotted yet
    for (Path file : files) {
      try {
        say("drew " + Chart.draw(file));
      } catch (IOException | RuntimeException | LinkageError e) { // as where there are no fonts
        err.println("cannot draw " + file + ": " + Fonts.advice(e));
      }
    }
  }

  private void sayWhere(Vm run) {
    say(
        run.steps() == 0
            ? "paused at the start"
            : String.format(
                Locale.ROOT,
                "paused after %,d steps in %s",
                run.steps(),
                Position.of(run).words()));
    if (options.directory != null) {
      say("go on with " + Shell.command("resume", options.directory.path()));
    } else if (options.save != null) {
      say("go on with --resume " + Shell.quoted(options.save));
    }
  }

  /** Says what is wrong with a program; 1 if it would fail. */
  private int say(List<Problem> problems) {
    if (options.json) {
      List<String> words = problems.stream().map(Problem::toString).toList();
      out.println(JsonOutput.line(Map.of("problems", words)));
    } else {
      problems.forEach(out::println);
    }
    if (problems.isEmpty() && !options.json) {
      out.println("no problem found");
    }
    out.flush();
    return problems.stream().anyMatch(Problem::isError) ? 1 : 0;
  }

  /** Says before a run what would be a pity to learn hours later. */
  private void warn(Experiment experiment, Program program) {
    if (options.resume == null && !options.isQuiet()) {
      List<Problem> problems =
          options.save == null ? program.check(Args.EMPTY) : experiment.check(example.name());
      problems.forEach(err::println);
    }
  }

  private boolean profiled(Experiment experiment, Vm run, Program program, Backends backend) {
    String computing = example.about().computes() ? backend.reason() : "plain Java";
    Driving driving = new Driving(options, experiment, example.name(), err::println);
    if (!options.profile) {
      return driving.drive(computing, this::sayBegun, () -> sayWhere(run));
    }
    try (Profile profile = Profile.of(run)) {
      driving.keep(profile);
      boolean stopped = driving.drive(computing, this::sayBegun, () -> sayWhere(run));
      show("profile", program.print(Format.TEXT, profile), true);
      return stopped;
    }
  }

  private Experiment started() {
    Experiment experiment = made();
    if (options.program != null) {
      experiment = reprogrammed(experiment, options.program);
    }
    experiment.component(KEPT, new LinkedHashMap<>(options.kept));
    experiment.start(example.name());
    return experiment;
  }

  /** The example's experiment; what it refuses are values of the example's options. */
  private Experiment made() {
    try {
      return example.experiment(options.seed);
    } catch (ProgramException | IllegalArgumentException e) {
      throw new UsageError(String.valueOf(e.getMessage()), e);
    }
  }

  /** The same components with the program of a file. */
  private Experiment reprogrammed(Experiment experiment, Path file) {
    Experiment other = new Experiment();
    experiment.components().byName().forEach(other::component);
    try {
      return other.parse(example.name(), Files.readString(Named.existing(file)));
    } catch (IOException e) {
      throw new Failure("cannot read the program: " + e, e);
    } catch (ProgramException e) {
      throw new ProgramException(file + ": " + e.getMessage());
    }
  }

  private Experiment resumed(Path path) {
    Offered data = new Offered(example.data());
    CheckpointDirectory.Resumed resumed = CheckpointDirectory.resume(Named.existing(path), data);
    List<String> programs = resumed.experiment().programs();
    if (!programs.contains(example.name())) {
      throw new UsageError(
          String.format(
              Locale.ROOT,
              "%s is a checkpoint of %s, not of %s",
              resumed.file(),
              String.join(" and ", programs),
              example.name()));
    }
    if (!data.areTaken()) {
      throw new UsageError(
          "the data that are named are not those that "
              + resumed.file()
              + " was trained on; leave them out, or name where those are now");
    }
    if (options.directory == null) {
      Object kept = resumed.experiment().components().byName().get(KEPT);
      Remembered.requireSame(
          options.kept, kept instanceof Map<?, ?> map ? map : Map.of(), resumed.file());
    }
    Vm run = resumed.experiment().run(example.name());
    whenBegun =
        () -> {
          sayWhatWasSkipped(resumed, err);
          say(
              String.format(
                  Locale.ROOT, "resumed at step %,d from %s", run.steps(), resumed.file()));
        };
    if (options.directory == null) {
      sayBegun(); // else once it is sure that no other process is at the run
    }
    return resumed.experiment();
  }

  /** Says which newer checkpoints could not be read. */
  static void sayWhatWasSkipped(CheckpointDirectory.Resumed resumed, PrintWriter err) {
    resumed.skipped().forEach(message -> err.println("skipped: " + message));
  }

  private void sayBegun() {
    whenBegun.run();
    whenBegun = () -> {};
  }

  private void hook(Experiment experiment) {
    if (options.unhook) {
      experiment.rewrite(example.name(), program -> program.find(HOOKED).orNone().unhook());
    }
    for (String line : options.hooks) {
      try {
        say(hooked(experiment, line));
      } catch (ProgramException | IllegalArgumentException e) {
        throw new UsageError(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private String hooked(Experiment experiment, String line) {
    HookLine hook = HookLine.parse(line, experiment.components());
    Matches found = experiment.program(example.name()).find(hook.selector());
    if (found.count() == 0) {
      throw found.nothing("Without --hook, --print shows all names and paths");
    }
    return experiment.rewrite(example.name(), hook::in).toString();
  }

  private void say(String line) {
    if (!options.isQuiet()) {
      out.println(line);
      out.flush();
    }
  }
}
