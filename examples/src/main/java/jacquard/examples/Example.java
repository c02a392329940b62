package jacquard.examples;

import jacquard.experiment.Experiment;
import java.io.PrintWriter;
import java.util.Map;

/**
 * One example: an experiment with a program of the same name, and a report on its results.
 *
 * <p>It may have options of its own, as annotated fields.
 */
interface Example {
  /** The word by which the example is started, and the name of its program. */
  String name();

  /** What it does, in a sentence. */
  String description();

  /** Whether components compute with the kernels that {@code --backend} chooses. */
  default boolean computes() {
    return false;
  }

  /**
   * The data sets that the example's own options name, by fingerprint: what a resumed run takes
   * instead of looking where they were.
   */
  default Map<String, Object> data() {
    return Map.of();
  }

  /** The experiment, not started. */
  Experiment experiment(long seed);

  /**
   * Gives an experiment, made or loaded, what it needs to run and is not saved with it, such as
   * workers.
   *
   * @return what takes it back when the run has ended or paused
   */
  default Runnable equip(Experiment experiment) {
    return () -> {};
  }

  /** Prints the results; called when the program has ended, here or in an earlier process. */
  void report(Experiment experiment, PrintWriter out);
}
