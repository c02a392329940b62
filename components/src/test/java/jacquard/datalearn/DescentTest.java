package jacquard.datalearn;

import static jacquard.program.Programs.call;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.experiment.Experiment;
import jacquard.expression.Shared;
import jacquard.expression.Value;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.learn.Mlp;
import jacquard.learn.MlpSettings;
import jacquard.learn.Softmax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What decays, rates that change, losses of any data, and beginning again. */
final class DescentTest {
  private static final Kernels KERNELS = new JavaKernels();

  /** The line of {@link Learner}'s documentation. */
  static final class Line extends Learner {
    final Output prediction =
        output("prediction", s -> s.input().dot(parameter("weights")).plus(parameter("bias")));
    final Output cost = output("cost", s -> prediction.of(s).minus(s.target()).square());

    Line(int inputs) {
      super(KERNELS);
      parameter("weights", Value.of(inputs, 1, new float[inputs]));
      bias("bias", Value.of(1, 1, 0f));
    }

    @SuppressWarnings("unused")
    private Line() {} // to be loaded
  }

  private static Batch batch(int columns, int rows, int classes, long seed) {
    Random random = new Random(seed);
    float[] x = new float[rows * columns];
    int[] y = new int[rows];
    for (int i = 0; i < x.length; i++) {
      y[i / columns] = random.nextInt(classes);
      x[i] = (float) random.nextGaussian();
    }
    return new Batch(columns, x, y);
  }

  @Test
  void theDocumentedLineIsTrainedByLabelsAndByNumbers() {
    float[] x = {0, 1, 2, 3};
    Line counts = new Line(1);
    Descent byLabels = new Descent(counts.cost, new Rates(0.1f, 0.5f, 0f));
    Line halves = new Line(1);
    Descent byNumbers = new Descent(halves.cost, new Rates(0.1f, 0.5f, 0f));
    Numbers numbers =
        Numbers.of("input", Value.of(4, 1, x)).with("target", Value.of(4, 1, 1, 1.5f, 2, 2.5f));
    Line same = new Line(1);
    Descent byTargets = new Descent(same.cost, new Rates(0.1f, 0.5f, 0f));
    Batch targets = new Batch(1, x, new float[] {1, 1.5f, 2, 2.5f});
    for (int i = 0; i < 300; i++) {
      byLabels.update(new Batch(1, x, new int[] {1, 3, 5, 7}));
      byNumbers.updateBy(numbers);
      byTargets.update(targets);
    }
    assertArrayEquals(new float[] {2}, counts.shared("weights").value().floats(), 1e-4f);
    assertArrayEquals(new float[] {1}, counts.shared("bias").value().floats(), 1e-4f);
    assertArrayEquals(new float[] {.5f}, halves.shared("weights").value().floats(), 1e-4f);
    assertEquals(0, byNumbers.lossBy(numbers), 1e-8);
    assertEquals(halves.shared("weights").value(), same.shared("weights").value());
    assertEquals(0, byTargets.loss(targets), 1e-8);
  }

  /** One output of any number of inputs, one included, and hidden units, one included. */
  @Property(tries = 30)
  void whatIsDeclaredDecaysAsInTheComponents(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int inputs,
      @ForAll @IntRange(min = 1, max = 3) int hidden) {
    Rates rates = new Rates(0.1f, 0.9f, 0.1f);
    Batch batch = batch(inputs, 20, 2, seed);
    Mlp mlp =
        new Mlp(
            KERNELS, MlpSettings.of(List.of(inputs, hidden, 2), Activation.SIGMOID, rates, seed));
    LearnerTest.Layers layers = new LearnerTest.Layers(KERNELS, mlp, Activation.SIGMOID);
    Softmax softmax = new Softmax(KERNELS, inputs, 2, rates);
    NeuralNetwork network = new NeuralNetwork(KERNELS, inputs, 2);
    Descent deep = new Descent(layers.nll, rates);
    Descent flat = new Descent(network.nll, rates);
    for (int i = 0; i < 20; i++) {
      mlp.update(batch);
      deep.update(batch);
      softmax.update(batch);
      flat.update(batch);
    }
    assertArrayEquals(mlp.weights(0), layers.shared("w0").value().floats());
    assertArrayEquals(mlp.weights(1), layers.shared("w1").value().floats());
    assertArrayEquals(mlp.bias(1), layers.shared("b1").value().floats());
    assertArrayEquals(softmax.weights(), network.shared("weights").value().floats());
  }

  @Test
  void ratesChangeWithoutCompiling() {
    Batch batch = batch(3, 20, 2, 1);
    Mlp mlp =
        new Mlp(
            KERNELS,
            MlpSettings.of(List.of(3, 4, 2), Activation.RELU, new Rates(0.1f, 0.5f, 0.01f), 1));
    LearnerTest.Layers layers = new LearnerTest.Layers(KERNELS, mlp, Activation.RELU);
    Descent descent = new Descent(layers.nll, new Rates(0.1f, 0.5f, 0.01f));
    for (double rate : new double[] {0.1, 0.05, 0.2}) {
      mlp.setRate(rate);
      descent.setRate(rate);
      assertEquals((float) rate, descent.rate());
      mlp.update(batch);
      descent.update(batch);
    }
    assertArrayEquals(mlp.weights(0), layers.shared("w0").value().floats());
    descent.setRates(new Rates(0, 0, 0));
    descent.update(batch);
    assertArrayEquals(mlp.weights(0), layers.shared("w0").value().floats());
    assertEquals(1, descent.compilations());
    for (double wrong : new double[] {-1, 1e39, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> descent.setRate(wrong));
    }
  }

  @Test
  void clearedItLearnsTheSameAgain() {
    Batch batch = batch(3, 20, 2, 2);
    NeuralNetwork network = new NeuralNetwork(KERNELS, 3, 2);
    Descent descent = new Descent(network.nll, new Rates(0.1f, 0.9f, 0.01f));
    for (int i = 0; i < 5; i++) {
      descent.update(batch);
    }
    Value first = network.shared("weights").value();
    double loss = descent.loss(batch);
    descent.setRate(0.5);
    descent.clear();
    assertEquals(Math.log(2), descent.loss(batch), 1e-6);
    for (int i = 0; i < 5; i++) {
      descent.update(batch);
    }
    assertEquals(first, network.shared("weights").value());
    assertEquals(loss, descent.loss(batch));
    assertEquals(1, descent.compilations());
  }

  @Test
  void whatIsSavedIsClearedToTheSame() {
    Batch batch = batch(3, 20, 2, 3);
    NeuralNetwork network = new NeuralNetwork(KERNELS, 3, 2);
    Descent descent = new Descent(network.nll, new Rates(0.1f, 0.9f, 0.01f));
    descent.update(batch);
    descent.setRate(0.3);
    Experiment experiment =
        new Experiment()
            .types(NeuralNetwork.class)
            .component("descent", descent)
            .program("main", call(descent::update));
    Checkpoint checkpoint = experiment.checkpoint();
    Descent loaded =
        Experiment.restore(checkpoint, Map.of(), NeuralNetwork.class)
            .component("descent", Descent.class);
    descent.update(batch);
    loaded.update(batch);
    assertEquals(weights(descent), weights(loaded));
    descent.clear();
    loaded.clear();
    assertEquals(descent.rates(), loaded.rates());
    descent.update(batch);
    loaded.update(batch);
    assertEquals(weights(descent), weights(loaded));
  }

  /** Fields as they were saved before biases were declared. */
  private record Earlier(Map<String, Object> fields) implements State {
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what the field has held
    public <T extends @Nullable Object> T value(String name, T value) {
      return (T) fields.get(name);
    }

    @Override
    public boolean isLoading() {
      return true;
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public boolean has(String name) {
      return fields.containsKey(name);
    }
  }

  /** It learns on as it did: of a single row nothing decayed. */
  @Test
  void whatWasSavedBeforeBiasesWereDeclared() {
    Map<String, Shared> parameters = new LinkedHashMap<>();
    parameters.put("weights", Shared.zeros("weights", 3, 2));
    parameters.put("bias", Shared.zeros("bias", 1, 2));
    NeuralNetwork network = new NeuralNetwork(KERNELS, 3, 2);
    network.state(new Earlier(Map.of("parameters", parameters, "settings", Map.of())));
    assertTrue(network.decays(network.shared("weights")));
    assertFalse(network.decays(network.shared("bias")));
    Exception e = assertThrows(IllegalStateException.class, network::clear);
    assertEquals(
        "the first values of [weights, bias] are not in the checkpoint this learner was loaded"
            + " from; make it again",
        e.getMessage());
  }

  private static Value weights(Descent descent) {
    return descent.learner().shared("weights").value();
  }

  @Test
  void lossesAreMeansOfAnyDataAndChangeNothing() {
    Batch batch = batch(2, 50, 2, 4);
    NeuralNetwork network = new NeuralNetwork(KERNELS, 2, 2);
    Descent descent = new Descent(network.nll, new Rates(0.1f, 0f, 0f));
    descent.update(batch);
    Value before = network.shared("weights").value();
    Value p = network.prediction.of(batch);
    double sum = 0;
    for (int r = 0; r < 50; r++) {
      sum -= Math.log(p.floats()[2 * r + batch.labels()[r]]);
    }
    assertEquals(sum / 50, descent.loss(batch), 1e-6);
    assertEquals(sum / 50, descent.lossBy(Numbers.of(batch)), 1e-6);
    assertEquals(before, network.shared("weights").value());
    float[] broken = batch.values();
    broken[3] = Float.NaN;
    assertTrue(Double.isNaN(descent.loss(new Batch(2, broken, batch.labels()))));
  }

  @Test
  void whatCannotBeTrainedIsRefused() {
    NeuralNetwork network = new NeuralNetwork(KERNELS, 2, 2);
    Descent three = new Descent(network.cost, new Rates(0.1f, 0f, 0f));
    Batch batch = batch(2, 5, 2, 5);
    Exception e = assertThrows(IllegalArgumentException.class, () -> three.update(batch));
    assertEquals(
        "\"cost\" has 3 columns; a cost has one: take rowSums() or a column(..)", e.getMessage());
    Output nll = ComponentLearner.of(new Softmax(KERNELS, 2, 2, new Rates(1, 0, 0))).output("nll");
    e =
        assertThrows(
            IllegalArgumentException.class, () -> new Descent(nll, new Rates(0.1f, 0f, 0f)));
    assertEquals("the learner of \"nll\" has no parameters of its own to descend", e.getMessage());
  }
}
