package jacquard.examples;

import jacquard.experiment.Experiment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * One example: an experiment with a program of the same name, and a report on its results.
 *
 * <p>It may have options of its own, as annotated fields.
 */
interface Example {
  /** What examples teach, in the order of the listing. */
  enum Topic {
    PROGRAMS("Programs, step by step"),
    TRAINING("Training and cross-validation"),
    PLUGINS("Training with plugins and schedulers"),
    DATA("Data sets and learners as expressions"),
    PARALLEL("On all processors");

    private final String words;

    Topic(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * What an example is called and teaches.
   *
   * @param name the word by which it is started, and the name of its program
   * @param topic what it teaches
   * @param description what it does, in a sentence
   * @param computes whether components compute with the kernels that {@code --backend} chooses
   */
  record About(String name, Topic topic, String description, boolean computes) {
    static About of(String name, Topic topic, String description) {
      return new About(name, topic, description, false);
    }

    /** Of an example whose components compute. */
    static About computing(String name, Topic topic, String description) {
      return new About(name, topic, description, true);
    }
  }

  /** What it is called and teaches. */
  About about();

  /** The name of the example. */
  default String name() {
    return about().name();
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

  /**
   * Has an experiment that is not loaded write what it measures into the run directory: adds {@link
   * jacquard.report.Metrics} as a component, and hooks.
   */
  default void measure(Experiment experiment) {}

  /** The results by name, for {@code --json}: numbers, texts, lists and maps. */
  default Map<String, Object> result(Experiment experiment) {
    StringWriter lines = new StringWriter();
    report(experiment, new PrintWriter(lines, true));
    return Map.of("lines", lines.toString().lines().toList());
  }

  /** Prints the results; called when the program has ended, here or in an earlier process. */
  void report(Experiment experiment, PrintWriter out);
}
