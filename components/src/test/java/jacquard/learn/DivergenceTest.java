package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Rates;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** CD-k and persistent CD: what they come to, and where they start. */
final class DivergenceTest {
  private static final Rates RATES = new Rates(0.1f, 0.5f, 0.001f);

  private static RbmSettings settings(Rbm.Visible kind) {
    return RbmSettings.of(4, 3, kind, RATES, 11);
  }

  private static Rbm rbm(RbmSettings settings) {
    return new Rbm(new JavaKernels(), settings);
  }

  private static Batch binary(long seed, int rows) {
    Random random = new Random(seed);
    float[] values = new float[rows * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(2);
    }
    return new Batch(4, values, new int[rows]);
  }

  @Property(tries = 100)
  void oneStepOfCdkIsCd1(
      @ForAll Rbm.Visible kind, @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int rows) {
    Rbm one = rbm(settings(kind));
    Rbm k = rbm(settings(kind).withSteps(1));
    for (int i = 0; i < 3; i++) {
      one.cd1Update(binary(seed + i, rows));
      k.cdkUpdate(binary(seed + i, rows));
    }
    assertEquals(Trained.fingerprint(one), Trained.fingerprint(k));
  }

  @Example
  void moreStepsComeToAnotherPlace() {
    Rbm one = rbm(settings(Rbm.Visible.BERNOULLI));
    Rbm k = rbm(settings(Rbm.Visible.BERNOULLI).withSteps(2));
    one.cdkUpdate(binary(1, 5));
    k.cdkUpdate(binary(1, 5));
    assertTrue(one.weights()[0] != k.weights()[0]);
  }

  /**
   * A machine of 4 visible units that always agree learns to give all or nothing, and the share of
   * its hidden units' weights says so.
   */
  @Property(tries = 2)
  void learnsWhatAlwaysGoesTogether(@ForAll boolean persistent) {
    Batch data =
        new Batch(4, new float[] {1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0}, new int[4]);
    Rbm rbm =
        rbm(
            RbmSettings.of(4, 3, Rbm.Visible.BERNOULLI, new Rates(0.1f, 0f, 0f), 11)
                .withSteps(3)
                .withChains(4));
    for (int i = 0; i < 3000; i++) {
      if (persistent) {
        rbm.pcdUpdate(data);
      } else {
        rbm.cdkUpdate(data);
      }
    }
    assertEquals(0, rbm.reconstructionError() / 16, 0.05);
  }

  @Example
  void chainsGoOnWhereTheyWere() {
    RbmSettings still =
        RbmSettings.of(4, 3, Rbm.Visible.BERNOULLI, new Rates(0f, 0f, 0f), 11).withChains(2);
    Rbm twice = rbm(still);
    Rbm once = rbm(still.withSteps(2));
    twice.pcdUpdate(binary(1, 2));
    twice.pcdUpdate(binary(2, 2));
    once.pcdUpdate(binary(3, 2));
    assertArrayEquals(chains(once), chains(twice));
  }

  private static float[] chains(Rbm rbm) {
    return (float[])
        java.util.Objects.requireNonNull(
            new jacquard.experiment.Experiment()
                .component("rbm", rbm)
                .checkpoint()
                .component("rbm")
                .get("chains"));
  }

  @Example
  void chainsThatAreMissingOrTooFewAreAskedFor() {
    Exception error =
        assertThrows(
            IllegalStateException.class,
            () -> rbm(settings(Rbm.Visible.BERNOULLI)).pcdUpdate(binary(1, 2)));
    assertEquals("the rbm has no chains: settings.withChains(n) gives it some", error.getMessage());
    error =
        assertThrows(
            IllegalArgumentException.class,
            () -> rbm(settings(Rbm.Visible.BERNOULLI).withChains(2)).pcdUpdate(binary(1, 3)));
    assertEquals(
        "3 rows for 2 chains; give the rbm as many as the largest batch has rows",
        error.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> settings(Rbm.Visible.BERNOULLI).withChains(-1));
    assertThrows(
        IllegalArgumentException.class, () -> settings(Rbm.Visible.BERNOULLI).withSteps(0));
  }
}
