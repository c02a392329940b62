package jacquard.examples;

import jacquard.experiment.Autosave;
import jacquard.experiment.Experiment;
import jacquard.experiment.StopOnSignal;
import jacquard.report.LiveView;
import jacquard.report.RunDirectory;
import jacquard.report.RunSession;
import jacquard.trace.Profile;
import jacquard.vm.Vm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run, taken as the options say: saved, noted in a run directory, stopped by
 * signals.
 */
final class Driving {
  private final RunOptions options;
  private final Experiment experiment;
  private final String program;
  private final Vm run;
  private final Consumer<String> warnings;
  private @Nullable Profile profile;

  Driving(RunOptions options, Experiment experiment, String program, Consumer<String> warnings) {
    this.options = options;
    this.experiment = experiment;
    this.program = program;
    this.run = experiment.run(program);
    this.warnings = warnings;
  }

  /**
   * Takes the steps.
   *
   * @param computing what with, in words, for the run directory
   * @param whenStopped called when a signal has stopped it, before that may end the process
   * @return whether a signal stopped it and it was saved
   */
  boolean drive(String computing, Runnable whenStopped) {
    if (options.run != null && options.directory == null) {
      options.directory =
          RunDirectory.create(options.run, Objects.requireNonNull(options.configuration));
    }
    Path save = saved(options);
    if (save == null) {
      if (run.steps() < options.steps) {
        run.run(options.steps - run.steps());
      }
      return false;
    }
    RunDirectory directory = options.directory;
    // Closed in the opposite order: a signal's hook waits until all is written.
    try (Autosave autosave = autosave(save);
        StopOnSignal signal = new StopOnSignal(autosave);
        RunSession session = directory == null ? null : begin(directory, computing, autosave);
        LiveView view = directory == null ? null : serve(directory, autosave)) {
      try {
        autosave.run(experiment, program, options.steps);
      } catch (RuntimeException e) {
        if (session != null) {
          session.failed(e);
        }
        throw e;
      }
      boolean stopped = autosave.isStopped() && !run.isDone();
      if (stopped) {
        whenStopped.run();
      }
      return stopped;
    }
  }

  /** Where checkpoints are saved, or null. */
  static @Nullable Path saved(RunOptions options) {
    return options.directory == null ? options.save : options.directory.checkpoints();
  }

  /** Keeps what a profile measures in the run directory. */
  void keep(Profile measured) {
    profile = measured;
  }

  private RunSession begin(RunDirectory directory, String computing, Autosave autosave) {
    RunSession session = directory.begin(experiment, Map.of("computing", computing));
    if (profile != null) {
      session.keep(profile);
    }
    autosave.whenHeld(session::noteHeld);
    return session;
  }

  private @Nullable LiveView serve(RunDirectory directory, Autosave autosave) {
    if (options.serve == null) {
      return null;
    }
    LiveView view = LiveView.open(directory, options.serve, autosave);
    warnings.accept("live at " + view.address());
    return view;
  }

  private Autosave autosave(Path directory) {
    Autosave autosave = new Autosave(directory, warnings).keep(options.keep);
    String every = options.every;
    if (every != null) {
      every(autosave, every);
    } else if (options.directory != null) {
      autosave.every(Duration.ofSeconds(30));
    }
    return autosave;
  }

  /** Refuses what {@code --every} does not take. */
  static void check(@Nullable String every) {
    if (every != null && !every.matches("[1-9]\\d{0,9}s?")) {
      throw new UsageError(
          "--every takes a number of steps, such as 500, or of seconds, such as 30s; not " + every);
    }
  }

  private static void every(Autosave autosave, String every) {
    if (every.endsWith("s")) {
      autosave.every(Duration.ofSeconds(Long.parseLong(every.substring(0, every.length() - 1))));
    } else {
      autosave.everySteps(Long.parseLong(every));
    }
  }
}
