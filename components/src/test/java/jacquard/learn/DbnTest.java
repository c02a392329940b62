package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.Digits;
import jacquard.data.Minibatches;
import jacquard.experiment.Experiment;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.laws.Laws;
import jacquard.program.Programs;
import jacquard.vm.Args;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DbnTest {
  private static final Rates RATES = new Rates(0.05f, 0.5f, 1e-4f);
  private static final Dataset DIGITS = Digits.load();

  private final Kernels kernels = new JavaKernels();

  private static List<RbmSettings> stack() {
    return List.of(
        RbmSettings.of(64, 12, Rbm.Visible.BERNOULLI, RATES, 1),
        RbmSettings.of(12, 8, Rbm.Visible.BERNOULLI, RATES, 2));
  }

  private static MlpSettings network() {
    return MlpSettings.of(List.of(64, 12, 8, 10), Activation.SIGMOID, RATES, 3).withAnnealing(0.5f);
  }

  @Test
  void eachLayerLearnsAsARbmOnWhatTheOneBelowGives() {
    Batch x = new Scale(1 / 16f).filt(DIGITS.all().rows(0, 50));
    Dbn dbn = new Dbn(kernels, stack(), network());
    Rbm first = new Rbm(kernels, stack().get(0));
    Rbm second = new Rbm(kernels, stack().get(1));
    for (int i = 0; i < 3; i++) {
      dbn.pretrain(x);
      first.cd1Update(x);
    }
    dbn.nextLayer();
    for (int i = 0; i < 3; i++) {
      dbn.pretrain(x);
      second.cd1Update(first.filt(x));
    }
    assertEquals(second.reconstructionError(), dbn.reconstructionError(1));
    dbn.unroll();
    assertArrayEquals(first.weights(), dbn.network().weights(0));
    assertArrayEquals(second.weights(), dbn.network().weights(1));
    assertArrayEquals(second.hiddenBias(), dbn.network().bias(1));
    assertEquals(
        new Mlp(kernels, network()).weights(2)[5],
        dbn.network().weights(2)[5],
        "the last is fresh");
    double before = loss(dbn, x);
    for (int i = 0; i < 50; i++) {
      dbn.fineTune(x);
    }
    assertTrue(dbn.loss() < before);
  }

  private static double loss(Dbn dbn, Batch x) {
    dbn.fineTune(x);
    return dbn.loss();
  }

  private static Experiment experiment() {
    Minibatches data = Minibatches.shuffled(DIGITS.all().rows(0, 50), 20, 1);
    Dbn dbn =
        new Dbn(
            new JavaKernels(),
            List.of(
                RbmSettings.of(64, 12, Rbm.Visible.GAUSSIAN, RATES, 1),
                RbmSettings.of(12, 8, Rbm.Visible.BERNOULLI, RATES, 2).withChains(20)),
            network().withNoise(0.1f, 0.1f));
    return new Experiment()
        .component("data", data)
        .component("dbn", dbn)
        .program(
            "main",
            Programs.seq(
                Programs.repeat(
                    2,
                    Programs.repeat(4, Programs.call(data::next), Programs.call(dbn::pretrain)),
                    Programs.call(dbn::nextLayer)),
                Programs.call(dbn::unroll),
                Programs.repeat(
                    2,
                    Programs.repeat(3, Programs.call(data::next), Programs.call(dbn::fineTune)),
                    Programs.call(dbn::anneal)),
                Programs.call(data::next),
                Programs.call(dbn::score)));
  }

  @Test
  void savingAnywhereChangesNothing() {
    Laws.savingOnceChangesNothing(DbnTest::experiment, "main", Args.EMPTY, 1000, 1, saved -> saved);
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    assertRefused(
        "layer 1 has 13 visible units for the 12 hidden units below",
        List.of(stack().get(0), RbmSettings.of(13, 8, Rbm.Visible.BERNOULLI, RATES, 2)),
        network());
    assertRefused(
        "a classifier of layers [64, 9, 10] cannot start from a stack of [64, 12, 8]",
        stack(),
        MlpSettings.of(List.of(64, 9, 10), Activation.SIGMOID, RATES, 3));
    assertRefused(
        "what starts from rbms has SIGMOID units, not RELU",
        stack(),
        MlpSettings.of(List.of(64, 12, 8, 10), Activation.RELU, RATES, 3));
  }

  private void assertRefused(String message, List<RbmSettings> stack, MlpSettings network) {
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> new Dbn(kernels, stack, network));
    assertEquals(message, error.getMessage());
  }

  @Test
  void pretrainingEndsWithTheLastLayer() {
    Dbn dbn = new Dbn(kernels, stack(), network());
    dbn.nextLayer();
    dbn.nextLayer();
    Exception error =
        assertThrows(IllegalStateException.class, () -> dbn.pretrain(DIGITS.sample(0)));
    assertEquals("all 2 layers are pretrained: unroll and fineTune come next", error.getMessage());
    assertThrows(IllegalStateException.class, dbn::nextLayer);
    dbn.clear();
    assertEquals(0, dbn.layer());
  }
}
