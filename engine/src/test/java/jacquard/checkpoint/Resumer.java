package jacquard.checkpoint;

import jacquard.experiment.Experiment;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.nio.file.Path;

/** A main that finishes saved runs and prints the fingerprints of what they came to. */
final class Resumer {
  private Resumer() {}

  /** Takes the steps in all, then the files. */
  public static void main(String[] args) {
    for (int i = 1; i < args.length; i++) {
      Experiment experiment = Experiment.load(Path.of(args[i]), World.TYPES);
      System.out.println(finish(experiment, Long.parseLong(args[0])));
    }
  }

  /** Goes on until a program ends, fails or has taken so many steps; the state's fingerprint. */
  static String finish(Experiment experiment, long limit) {
    Vm run = experiment.run("main");
    try {
      if (!run.isDone() && run.steps() < limit) {
        run.runHere(limit - run.steps());
      }
    } catch (StepException e) {
      // The state before the failing step is as good an end as any.
    }
    return run.steps() + " " + experiment.checkpoint().fingerprint();
  }
}
