package jacquard.examples;

import jacquard.experiment.Autosave;
import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.program.Position;
import jacquard.vm.Vm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** One run of an example as its options say: started or resumed, traced, shown, saved. */
final class Session {
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
    Experiment experiment = options.resume == null ? started() : resumed(options.resume);
    if (options.print) {
      out.print(experiment.program(example.name()).print());
      out.flush();
    }
    if (options.explain) {
      out.print(experiment.program(example.name()).optimized().explain());
      out.flush();
    }
    experiment.optimize(options.optimize);
    Vm run = experiment.run(example.name());
    boolean stopped = false;
    try (Progress progress = Progress.of(run, options.quiet);
        Trace trace = Trace.of(run, options.trace, options.resume != null)) {
      stopped = !run.isDone() && drive(experiment, run);
    }
    if (run.isDone()) {
      example.report(experiment, out);
      out.flush();
      return 0;
    }
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
    return stopped ? Main.SAVED : 0;
  }

  private void check() {
    if (options.steps < 0) {
      throw new IllegalArgumentException("--steps takes a number from 0 on, not " + options.steps);
    }
    if (options.save == null && (options.every != null || options.keep != Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("--every and --keep need --save DIR, where to save");
    }
  }

  private Experiment started() {
    Experiment experiment = example.experiment(options.seed);
    experiment.start(example.name());
    return experiment;
  }

  private Experiment resumed(Path path) {
    CheckpointDirectory.Resumed resumed = CheckpointDirectory.resume(path, Map.of());
    for (String message : resumed.skipped()) {
      err.println("skipped: " + message);
    }
    Vm run = resumed.experiment().run(example.name());
    say(String.format(Locale.ROOT, "resumed at step %,d from %s", run.steps(), resumed.file()));
    return resumed.experiment();
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
      return autosave.isStopped();
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
