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
  private volatile @Nullable RunSession session;

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
   * @param whenBegun called once it is sure that the run is this process's
   * @param whenStopped called when a signal has stopped it, before that may end the process
   * @return whether a signal stopped it and it was saved
   */
  boolean drive(String computing, Runnable whenBegun, Runnable whenStopped) {
    if (options.run != null && options.directory == null) {
      options.directory =
          RunDirectory.create(options.run, Objects.requireNonNull(options.configuration));
    }
    Path save = saved(options);
    if (save == null) {
      try (Trace.Tracing trace = trace()) {
        if (run.steps() < options.steps) {
          run.run(options.steps - run.steps());
        }
      }
      return false;
    }
    RunDirectory directory = options.directory;
    // Closed in the opposite order: a signal's hook waits until all is written.
    try (Autosave autosave = SavePolicy.of(options).in(new Autosave(save, this::warn));
        StopOnSignal signal = new StopOnSignal(autosave);
        RunSession begun = directory == null ? null : begin(directory, computing);
        LiveView view = directory == null ? null : serve(directory, autosave)) {
      whenBegun.run();
      save(autosave, begun);
      boolean stopped = autosave.isStopped() && !run.isDone();
      if (stopped) {
        whenStopped.run();
      }
      return stopped;
    }
  }

  private void save(Autosave autosave, @Nullable RunSession begun) {
    try (Trace.Tracing trace = trace()) {
      if (begun == null) {
        autosave.run(experiment, program, options.steps);
      } else {
        begun.run(autosave, options.steps);
      }
    } catch (RuntimeException e) {
      if (begun != null) {
        begun.failed(e); // such as a trace that cannot be written
      }
      throw e;
    }
  }

  /** A run that goes on adds to the file it wrote before. */
  private Trace.Tracing trace() {
    return Trace.of(run, options.trace, options.resume != null || run.steps() > 0);
  }

  private void warn(String text) {
    RunSession begun = session;
    if (begun != null) {
      begun.warn(text); // which passes it on to the warnings
    } else {
      warnings.accept(text);
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

  private RunSession begin(RunDirectory directory, String computing) {
    Map<String, String> environment = Map.of("computing", computing);
    RunSession begun =
        options.fromStart
            ? directory.beginAgain(experiment, environment)
            : directory.begin(experiment, environment);
    session = begun.warnTo(warnings);
    if (profile != null) {
      begun.keep(profile);
    }
    return begun;
  }

  private @Nullable LiveView serve(RunDirectory directory, Autosave autosave) {
    if (options.serve == null) {
      return null;
    }
    LiveView view = LiveView.open(directory, options.serve, autosave);
    warnings.accept("live at " + view.address());
    return view;
  }
}
