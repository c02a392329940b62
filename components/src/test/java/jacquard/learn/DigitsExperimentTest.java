package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The accuracies the pipeline must reach.
 *
 * <p>Two folds by default; {@code -Dfolds=10} runs the whole experiment and prints its figures.
 */
final class DigitsExperimentTest {
  private static final int FOLDS = Integer.getInteger("folds", 2);

  @Test
  void bothModelsReachTheirAccuracy() {
    DigitsExperiment experiment = new DigitsExperiment(1);
    long start = System.nanoTime();
    for (int fold = 0; fold < FOLDS; fold++) {
      experiment.fold();
      experiment.rawFold();
    }
    System.out.printf(
        Locale.ROOT,
        "%d folds in %.1f s, accuracy: deep %.4f ± %.4f, raw %.4f ± %.4f%n",
        FOLDS,
        (System.nanoTime() - start) / 1e9,
        experiment.kf.meanAccuracy(),
        experiment.kf.accuracyDeviation(),
        experiment.rawKf.meanAccuracy(),
        experiment.rawKf.accuracyDeviation());
    assertTrue(experiment.kf.meanAccuracy() >= 0.955);
    assertTrue(experiment.rawKf.meanAccuracy() >= 0.95);
  }

  @Test
  void everyRunGivesTheSameBits() {
    DigitsExperiment first = new DigitsExperiment(3);
    DigitsExperiment second = new DigitsExperiment(3);
    first.fold();
    second.fold();
    assertArrayEquals(first.layer1.weights(), second.layer1.weights());
    assertArrayEquals(first.layer2.weights(), second.layer2.weights());
    assertArrayEquals(first.softmax.weights(), second.softmax.weights());
    assertEquals(first.kf.scores(), second.kf.scores());
    // Other machines and compilers must come to these bits as well.
    assertEquals(1214602984, Arrays.hashCode(first.softmax.weights()));
  }
}
