package guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.flow.Chunks;
import jacquard.flow.Flow;
import jacquard.flow.NearestMeanClassifier;
import jacquard.flow.Workers;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RangeNodeTest {
  private static final Batch DIGITS = Digits.load().all();

  private static Flow trained(int chunk, Workers workers) {
    Flow flow = new Flow(new RangeNode(), new NearestMeanClassifier());
    flow.train(new Chunks(DIGITS.rows(0, 600), chunk), workers);
    return flow;
  }

  @Example
  void valuesComeToLieBetweenNoughtAndOne() {
    try (Workers workers = Workers.local(RangeNode.class)) {
      Batch mapped = trained(100, workers).execute(DIGITS.rows(0, 600), 1);
      for (float value : mapped.values()) {
        assertTrue(value >= 0 && value <= 1, () -> "" + value);
      }
    }
  }

  @Property(tries = 5)
  void threadsComeToTheSameBits(@ForAll @IntRange(min = 20, max = 300) int chunk) {
    try (Workers local = Workers.local(RangeNode.class);
        Workers threads = Workers.threads(3, RangeNode.class)) {
      Batch rows = DIGITS.rows(600, 50);
      assertEquals(trained(chunk, local).execute(rows), trained(chunk, threads).execute(rows));
    }
  }
}
