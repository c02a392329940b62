package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.data.Batch;
import jacquard.data.Score;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Rates;
import org.junit.jupiter.api.Test;

final class SoftmaxTest {
  private static final Batch DATA =
      new Batch(2, new float[] {1, 0, 0, 1, -1, -1}, new int[] {0, 1, 2});

  private final Softmax softmax = new Softmax(new JavaKernels(), 2, 3, new Rates(0.5f, 0.5f, 0f));

  @Test
  void firstUpdateGoesDownTheGradient() {
    softmax.update(DATA);
    // All probabilities are a third, so w[0][0] moves by 0.5 / 3 * (2/3 + 1/3).
    assertEquals(0.5 / 3, softmax.weights()[0], 1e-6);
    assertEquals(Math.log(3), softmax.loss(), 1e-6);
  }

  @Test
  void learnsWhatCanBeSeparated() {
    assertEquals(new Score(1, 3), softmax.score(DATA));
    for (int i = 0; i < 100; i++) {
      softmax.update(DATA);
    }
    assertEquals(new Score(3, 3), softmax.score(DATA));
    assertArrayEquals(new int[] {0, 1, 2}, softmax.predict(DATA));
    assertEquals(0, softmax.loss(), 0.05);
  }

  @Test
  void clearForgets() {
    softmax.update(DATA);
    float[] once = softmax.weights();
    softmax.clear();
    assertArrayEquals(new float[6], softmax.weights());
    softmax.update(DATA);
    assertArrayEquals(once, softmax.weights());
  }

  @Test
  void probabilitiesAddUpAndKeepLabelsAndRowBits() {
    softmax.update(DATA);
    Batch p = softmax.filt(DATA);
    assertEquals(1, p.value(1, 0) + p.value(1, 1) + p.value(1, 2), 1e-6);
    assertArrayEquals(DATA.labels(), p.labels());
    assertEquals(p.row(2), softmax.filt(DATA.row(2)).row(0));
  }

  @Test
  void unknownLabelsAreRefusedBeforeAnythingChanges() {
    Batch bad = new Batch(2, new float[4], new int[] {0, 3});
    Exception error = assertThrows(IllegalArgumentException.class, () -> softmax.update(bad));
    assertEquals(
        "softmax: row 1 (counted from 0) is labelled 3, classes are 0..2", error.getMessage());
    assertArrayEquals(new float[6], softmax.weights());
    Batch wide = new Batch(3, new float[3], new int[1]);
    assertThrows(IllegalArgumentException.class, () -> softmax.predict(wide));
  }
}
