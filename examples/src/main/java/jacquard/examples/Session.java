package jacquard.examples;

import jacquard.experiment.Autosave;
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
import jacquard.trace.Profile;
import jacquard.vm.Args;
import jacquard.vm.Hook;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One run of an example as its options say: started or resumed, traced, shown, saved. */
final class Session {
  private static final Selector HOOKED =
      Selectors.where("hooked", place -> !place.node().hooks().isEmpty());

  private final Example example;
  private final RunOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  Session(Example example, RunOptions options, PrintWriter out, PrintWriter err) {
    this.example = example;
    this.options = options;
    this.out = out;
    this.err = err;
  }

  int run() {
    check();
    try (Backends backend = Backends.use(options.backend, options.device)) {
      return runHere(backend);
    }
  }

  private int runHere(Backends backend) {
    Experiment experiment = options.resume == null ? started() : resumed(options.resume);
    hook(experiment);
    Vm run = experiment.run(example.name());
    Program program = experiment.program(example.name());
    Format form = options.print;
    if (form != null) {
      String page = options.resume == null ? program.print(form) : program.print(form, run);
      out.print(form == Format.TEXT ? Colours.of(page) : page);
      out.flush();
    }
    if (options.explain) {
      out.print(program.optimized().explain());
      out.flush();
    }
    if (options.check) {
      return say(experiment.check(example.name()));
    }
    if (form != null && form != Format.TEXT) {
      return 0;
    }
    if (example.computes() && !options.quiet) {
      err.println(backend.words());
    }
    warn(experiment, program);
    run.printTo(
        line -> {
          out.println(line);
          out.flush();
        });
    experiment.optimize(options.optimize);
    boolean stopped = false;
    Runnable takeBack = example.equip(experiment);
    try (Progress progress = Progress.of(run, options.quiet);
        Trace.Tracing trace = Trace.of(run, options.trace, options.resume != null)) {
      stopped = !run.isDone() && profiled(experiment, run, program);
    } finally {
      takeBack.run();
    }
    draw(program);
    if (run.isDone()) {
      example.report(experiment, out);
      out.flush();
      return 0;
    }
    if (!stopped) {
      sayWhere(run);
    }
    return stopped ? Main.SAVED : 0;
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
        err.println("cannot draw " + file + ": " + e.getMessage());
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
    if (options.save != null) {
      say("go on with --resume " + options.save);
    }
  }

  /** Says what is wrong with a program; 1 if it would fail. */
  private int say(List<Problem> problems) {
    problems.forEach(out::println);
    if (problems.isEmpty()) {
      out.println("no problem found");
    }
    out.flush();
    return problems.stream().anyMatch(Problem::isError) ? 1 : 0;
  }

  /** Says before a run what would be a pity to learn hours later. */
  private void warn(Experiment experiment, Program program) {
    if (options.resume == null && !options.quiet) {
      List<Problem> problems =
          options.save == null ? program.check(Args.EMPTY) : experiment.check(example.name());
      problems.forEach(err::println);
    }
  }

  private boolean profiled(Experiment experiment, Vm run, Program program) {
    if (!options.profile) {
      return drive(experiment, run);
    }
    try (Profile profile = Profile.of(run)) {
      boolean stopped = drive(experiment, run);
      out.print(Colours.of(program.print(Format.TEXT, profile)));
      out.flush();
      return stopped;
    }
  }

  private void check() {
    if (options.steps < 0) {
      throw new IllegalArgumentException("--steps takes a number from 0 on, not " + options.steps);
    }
    if (options.resume != null && options.program != null) {
      throw new IllegalArgumentException(
          "--program is for a new run; a resumed one goes on with the program it was saved with");
    }
    if (options.save == null && (options.every != null || options.keep != Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("--every and --keep need --save DIR, where to save");
    }
  }

  private Experiment started() {
    Experiment experiment = example.experiment(options.seed);
    if (options.program != null) {
      experiment = reprogrammed(experiment, options.program);
    }
    experiment.start(example.name());
    return experiment;
  }

  /** The same components with the program of a file. */
  private Experiment reprogrammed(Experiment experiment, Path file) {
    Experiment other = new Experiment();
    experiment.components().byName().forEach(other::component);
    try {
      return other.parse(example.name(), Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the program: " + e, e);
    } catch (ProgramException e) {
      throw new ProgramException(file + ": " + e.getMessage());
    }
  }

  private Experiment resumed(Path path) {
    CheckpointDirectory.Resumed resumed = CheckpointDirectory.resume(path, example.data());
    for (String message : resumed.skipped()) {
      err.println("skipped: " + message);
    }
    Vm run = resumed.experiment().run(example.name());
    say(String.format(Locale.ROOT, "resumed at step %,d from %s", run.steps(), resumed.file()));
    return resumed.experiment();
  }

  private void hook(Experiment experiment) {
    if (options.unhook) {
      experiment.rewrite(example.name(), program -> program.find(HOOKED).orNone().unhook());
    }
    for (String line : options.hooks) {
      HookLine hook = HookLine.parse(line, experiment.components());
      Matches found = experiment.program(example.name()).find(hook.selector());
      if (found.count() == 0) {
        throw found.nothing("Without --hook, --print shows all names and paths");
      }
      say(experiment.rewrite(example.name(), hook::in).toString());
    }
  }

  /** Takes the steps; true if a signal stopped them and the run was saved. */
  private boolean drive(Experiment experiment, Vm run) {
    if (options.save == null) {
      if (run.steps() < options.steps) {
        run.run(options.steps - run.steps());
      }
      return false;
    }
    try (Autosave autosave = autosave(options.save);
        StopOnSignal signal = new StopOnSignal(autosave)) {
      autosave.run(experiment, example.name(), options.steps);
      boolean stopped = autosave.isStopped() && !run.isDone();
      if (stopped) {
        sayWhere(run); // before the signal's hook may end the process
      }
      return stopped;
    }
  }

  private Autosave autosave(Path directory) {
    Autosave autosave = new Autosave(directory, err::println).keep(options.keep);
    String every = options.every;
    if (every != null) {
      every(autosave, every);
    }
    return autosave;
  }

  private void every(Autosave autosave, String every) {
    boolean seconds = every.endsWith("s");
    String number = seconds ? every.substring(0, every.length() - 1) : every;
    if (!number.matches("[1-9]\\d{0,9}")) {
      throw new IllegalArgumentException(
          "--every takes a number of steps, such as 500, or of seconds, such as 30s; not " + every);
    }
    if (seconds) {
      autosave.every(Duration.ofSeconds(Long.parseLong(number)));
    } else {
      autosave.everySteps(Long.parseLong(number));
    }
  }

  private void say(String line) {
    if (!options.quiet) {
      out.println(line);
      out.flush();
    }
  }
}
