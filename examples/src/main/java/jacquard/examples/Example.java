package jacquard.examples;

import jacquard.experiment.Experiment;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One example: an experiment with a program {@code main}, and a report on its results. */
abstract class Example implements Callable<Integer> {
  /** The name of the program. */
  static final String PROGRAM = "main";

  @Mixin private RunOptions options = new RunOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The experiment, not started. */
  abstract Experiment experiment(long seed);

  /** Prints the results; called when the program has ended, here or in an earlier process. */
  abstract void report(Experiment experiment, PrintWriter out);

  @Override
  public Integer call() {
    return new Session(this, options, spec.commandLine().getOut(), spec.commandLine().getErr())
        .run();
  }
}
