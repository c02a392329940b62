package jacquard.examples;

import jacquard.experiment.Experiment;
import java.io.PrintWriter;

/** One example: an experiment with a program of the same name, and a report on its results. */
interface Example {
  /** The word by which the example is started, and the name of its program. */
  String name();

  /** What it does, in a sentence. */
  String description();

  /** The experiment, not started. */
  Experiment experiment(long seed);

  /** Prints the results; called when the program has ended, here or in an earlier process. */
  void report(Experiment experiment, PrintWriter out);
}
