package jacquard.report;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.experiment.Experiment;
import jacquard.vm.Vm;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a session takes up its run, found out before anything is written: so that no run is begun
 * again, and what it has measured cut, because its checkpoints are not there or were not loaded.
 *
 * @param run that the session drives
 * @param before what earlier sessions noted, or null if there was none
 * @param metrics the component that measures, or null
 * @param words for the log
 */
record RunStart(Vm run, @Nullable RunState before, @Nullable Metrics metrics, String words) {
  /**
   * Where a session takes up a run.
   *
   * @param isFromStart whether it is to begin again at its first step
   * @throws RunException if that is not where it was saved last
   */
  static RunStart of(RunDirectory directory, Experiment experiment, boolean isFromStart) {
    String program = directory.configuration().name();
    Vm run = experiment.run(program);
    RunState before = directory.lastState();
    requireNewest(directory, run);
    if (isFromStart) {
      requireAtStart(directory, run);
    } else if (run.steps() == 0 && !directory.hasCheckpoint()) {
      requireSaved(directory, before);
    }
    return new RunStart(run, before, metrics(experiment), words(program, run, before, isFromStart));
  }

  private static String words(
      String program, Vm run, @Nullable RunState before, boolean isFromStart) {
    if (before == null) {
      return "began " + program;
    }
    return isFromStart
        ? "began " + program + " again, since its checkpoints are gone"
        : String.format(Locale.ROOT, "went on with %s at step %,d", program, run.steps());
  }

  private static @Nullable Metrics metrics(Experiment experiment) {
    List<Metrics> metrics =
        experiment.components().byName().values().stream()
            .filter(Metrics.class::isInstance)
            .map(Metrics.class::cast)
            .toList();
    if (metrics.size() > 1) {
      throw new RunException("an experiment has one component of metrics, not " + metrics.size());
    }
    return metrics.isEmpty() ? null : metrics.getFirst();
  }

  private static void requireNewest(RunDirectory directory, Vm run) {
    for (Path file : directory.newestFirst()) {
      long steps = RunDirectory.steps(file);
      if (steps <= run.steps()) {
        return;
      }
      if (isWhole(file)) {
        throw new RunException(
            String.format(
                Locale.ROOT,
                "the experiment stands at step %,d, but the run of %s is saved at step %,d; load it"
                    + " from there, or move what is newer out of %s to go back",
                run.steps(),
                directory.path(),
                steps,
                directory.checkpoints()));
      }
    }
  }

  private static boolean isWhole(Path file) {
    try {
      Checkpoint.read(file);
      return true;
    } catch (CheckpointException e) {
      return false; // an older one was taken
    }
  }

  private static void requireAtStart(RunDirectory directory, Vm run) {
    if (run.steps() > 0 || directory.hasCheckpoint()) {
      throw new RunException(
          String.format(
              Locale.ROOT,
              "the run of %s begins at its first step again only if it has no checkpoint; %s",
              directory.path(),
              directory.hasCheckpoint() ? "resume it" : "give it a new experiment"));
    }
  }

  /**
   * Refuses to begin a run of which something was saved that is not there now.
   *
   * @throws RunException if it was; with what to do
   */
  static void requireSaved(RunDirectory directory, @Nullable RunState before) {
    boolean isMeasured =
        before == null
            && RunDirectory.isThere(directory.path().resolve(MetricsFile.CSV)); // by whom?
    if (isMeasured || (before != null && before.saved() >= 0)) {
      throw new RunException(
          String.format(
              Locale.ROOT,
              "%s has no checkpoint any more%s; put its checkpoints back into %s and resume it, or"
                  + " begin it again at its first step, which cuts what it has measured:"
                  + " --from-start (in code RunDirectory.beginAgain)",
              directory.path(),
              before == null
                  ? ", and its " + MetricsFile.CSV + " says that it had one"
                  : String.format(Locale.ROOT, ", though it was saved at step %,d", before.saved()),
              directory.checkpoints()));
    }
  }
}
