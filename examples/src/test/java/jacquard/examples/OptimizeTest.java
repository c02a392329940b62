package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.vm.Vm;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The k-fold, optimized and not: the same bits at the end and wherever it is saved between. */
class OptimizeTest {
  private static final String NAME = "kfold-digits";

  private static Experiment started(boolean optimize) {
    Experiment experiment = new KFoldDigits(2, 30).experiment(1).optimize(optimize);
    experiment.start(NAME);
    return experiment;
  }

  @Test
  void optimizedAndPlainComeToTheSameBits() {
    Experiment plain = started(false);
    Experiment optimized = started(true);
    assertTrue(optimized.run(NAME).isOptimized());
    while (!plain.run(NAME).isDone()) {
      plain.run(NAME).run(9_973);
      optimized.run(NAME).run(9_973);
      assertEquals(plain.checkpoint().fingerprint(), optimized.checkpoint().fingerprint());
    }
    assertTrue(optimized.run(NAME).isDone());
  }

  @Test
  void eitherResumesTheOther() {
    Experiment plain = started(false);
    plain.run(NAME).run();
    Random random = new Random(1);
    Experiment now = started(true);
    for (boolean optimize = false; !now.run(NAME).isDone(); optimize = !optimize) {
      Vm run = now.run(NAME);
      run.run(1 + random.nextInt(8_000));
      now = Experiment.restore(now.checkpoint(), Map.of()).optimize(optimize);
    }
    assertEquals(plain.checkpoint().fingerprint(), now.checkpoint().fingerprint());
  }
}
