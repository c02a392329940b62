package jacquard.datalearn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.Minibatches;
import jacquard.expression.Expr;
import jacquard.expression.Function;
import jacquard.expression.Value;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.learn.Mlp;
import jacquard.learn.MlpSettings;
import jacquard.learn.Pca;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.learn.Softmax;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One method of a learner for numbers, symbols and data sets. */
final class LearnerTest {
  private static final Kernels KERNELS = new JavaKernels();
  private static final int COLUMNS = 4;
  private static final Dataset DATASET = dataset(30, 1);

  private final NeuralNetwork network = new NeuralNetwork(KERNELS, COLUMNS, 3);

  static Dataset dataset(int rows, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * COLUMNS];
    int[] labels = new int[rows];
    for (int i = 0; i < values.length; i++) {
      labels[i / COLUMNS] = i / COLUMNS < 3 ? i / COLUMNS : random.nextInt(3);
      values[i] = random.nextInt(17) / 8f - 1 + labels[i / COLUMNS];
    }
    return new Dataset("random", COLUMNS, values, labels);
  }

  private static Value value(Expr e) {
    return Function.compile(KERNELS, List.of(), List.of(e), Map.of()).call().getFirst();
  }

  private void train(int updates) {
    Descent descent = new Descent(network.penalizedNll, new Rates(0.1f, 0.5f, 0f));
    for (int i = 0; i < updates; i++) {
      descent.update(DATASET.all());
    }
  }

  @Test
  void oneMethodForNumbersSymbolsAndDataSets() {
    train(5);
    Data data = Data.of(DATASET);
    for (String name : List.of("prediction", "nll", "penalizedNll", "classError", "cost")) {
      Output output = network.output(name);
      Value whole = output.over(data).numbers(KERNELS).get(name);
      for (int i = 0; i < DATASET.size(); i++) {
        Value row = whole.row(i);
        assertEquals(row, value(output.of(data.get(i))), name);
        assertEquals(row, output.of(DATASET.sample(i)), name);
        assertEquals(row, output.of(data.get(i).numbers(KERNELS)), name);
        assertEquals(row, value(output.over(data).get(i).get(name)), name);
      }
      assertEquals(1, output.compilations());
    }
  }

  @Test
  void predictionAndCostOfADataSetTakeOneForwardPass() {
    Data data = Data.of(DATASET);
    Data both = Data.concatDatasets(network.prediction.over(data), network.cost.over(data));
    Function f = Function.compile(KERNELS, List.of(), both.parts(), Map.of());
    f.call();
    assertEquals(1, f.plan().lines().filter(step -> step.startsWith("affine")).count());
    assertEquals(4, f.launches()); // affine, softmax, likelihood, argmax
    assertEquals(List.of("prediction", "cost"), both.names());
  }

  @Test
  void trainingLowersTheCostAndSettingsNeedNoCompiling() {
    double before = mean(network.nll.of(DATASET.all()));
    Descent descent = new Descent(network.penalizedNll, new Rates(0.2f, 0.5f, 0f));
    Minibatches batches = Minibatches.shuffled(DATASET.all(), 10, 1);
    for (int i = 0; i < 60; i++) {
      descent.update(batches.next());
    }
    assertEquals(1, descent.compilations());
    double after = mean(network.nll.of(DATASET.all()));
    assertEquals(true, after < 0.8 * before, before + " -> " + after);
    Value small = network.penalizedNll.of(DATASET.sample(0));
    network.shared("penalty").set(0f);
    assertEquals(network.nll.of(DATASET.sample(0)), network.penalizedNll.of(DATASET.sample(0)));
    assertEquals(true, small.number() > network.nll.of(DATASET.sample(0)).number());
  }

  private static double mean(Value column) {
    double sum = 0;
    for (float each : column.floats()) {
      sum += each;
    }
    return sum / column.rows();
  }

  @Test
  void anOutputThatMixesSamplesIsRefused() {
    final class Mixing extends Learner {
      final Output share = output("share", s -> s.input().over(s.input().sum()));
      final Output rank =
          outputOfAll(
              "rank", s -> s.input().column(0).lessThan(s.input().column(0).transpose()).rowSums());

      Mixing() {
        super(KERNELS);
      }
    }
    Mixing mixing = new Mixing();
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> mixing.share.over(Data.of(DATASET)));
    assertEquals(
        "share mixes samples: sum(random.input); rowSums(), rowMeans() and rowMax() keep them"
            + " apart",
        e.getMessage());
    Value ranks = mixing.rank.over(Data.of(DATASET)).numbers(KERNELS).get();
    assertEquals(DATASET.size(), ranks.rows());
  }

  @Test
  void softmaxDescendsToTheComponentsBits() {
    Rates rates = new Rates(0.1f, 0.9f, 0.001f);
    Softmax softmax = new Softmax(KERNELS, COLUMNS, 3, rates);
    Descent descent = new Descent(network.nll, rates);
    Minibatches batches = Minibatches.shuffled(DATASET.all(), 7, 1);
    for (int i = 0; i < 40; i++) {
      Batch batch = batches.next();
      softmax.update(batch);
      descent.update(batch);
    }
    assertEquals(Value.of(COLUMNS, 3, softmax.weights()), network.shared("weights").value());
    assertEquals("affine LINEAR\nsoftmaxGradient\nlayerUpdate weights", descent.plan(COLUMNS));
  }

  @Test
  void anMlpDescendsToTheComponentsBits() {
    for (Activation hidden : List.of(Activation.RELU, Activation.SIGMOID)) {
      Rates rates = new Rates(0.05f, 0.9f, 0.001f);
      Mlp mlp = new Mlp(KERNELS, MlpSettings.of(List.of(COLUMNS, 6, 5, 3), hidden, rates, 3));
      Layers layers = new Layers(KERNELS, mlp, hidden);
      Descent descent = new Descent(layers.nll, rates);
      Minibatches batches = Minibatches.shuffled(DATASET.all(), 7, 1);
      for (int i = 0; i < 20; i++) {
        Batch batch = batches.next();
        mlp.update(batch);
        descent.update(batch);
      }
      for (int i = 0; i < 3; i++) {
        Value weights = layers.shared("w" + i).value();
        assertEquals(Value.of(weights.rows(), weights.columns(), mlp.weights(i)), weights);
        assertEquals(Value.of(1, weights.columns(), mlp.bias(i)), layers.shared("b" + i).value());
      }
      assertEquals(9, descent.plan(COLUMNS).lines().count());
    }
  }

  /** The network of an Mlp, its first parameters copied. */
  static final class Layers extends Learner {
    final Output nll;

    Layers(Kernels kernels, Mlp mlp, Activation hidden) {
      super(kernels);
      List<Integer> sizes = mlp.settings().sizes();
      int layers = sizes.size() - 1;
      for (int i = 0; i < layers; i++) {
        parameter("w" + i, Value.of(sizes.get(i), sizes.get(i + 1), mlp.weights(i)));
        bias("b" + i, Value.of(1, sizes.get(i + 1), mlp.bias(i)));
      }
      nll =
          output(
              "nll",
              s -> {
                Expr x = s.input();
                for (int i = 0; i < layers; i++) {
                  x = x.dot(parameter("w" + i)).plus(parameter("b" + i));
                  if (i < layers - 1) {
                    x = hidden == Activation.RELU ? x.relu() : x.sigmoid();
                  }
                }
                return x.softmax().pick(s.target()).log().negate();
              });
    }
  }

  @Test
  void componentsAreLearners() {
    Batch all = DATASET.all();
    Softmax softmax = new Softmax(KERNELS, COLUMNS, 3, new Rates(0.1f, 0f, 0f));
    Mlp mlp =
        new Mlp(
            KERNELS,
            MlpSettings.of(List.of(COLUMNS, 5, 3), Activation.RELU, new Rates(0.1f, 0f, 0f), 1));
    Rbm rbm =
        new Rbm(
            KERNELS, RbmSettings.of(COLUMNS, 3, Rbm.Visible.GAUSSIAN, new Rates(0.01f, 0f, 0f), 1));
    Pca pca = new Pca(KERNELS, 0.5f);
    pca.analyze(all);
    Output prediction = ComponentLearner.of(softmax).output("prediction");
    Output deep = ComponentLearner.of(mlp).output("prediction");
    Output hidden = ComponentLearner.of(rbm).output("hidden");
    Output projection = ComponentLearner.of(pca).output("projection");
    for (int i = 0; i < 3; i++) {
      assertEquals(softmax.filt(all), batch(prediction.of(all)));
      assertEquals(mlp.filt(all), batch(deep.of(all)));
      assertEquals(rbm.filt(all), batch(hidden.of(all)));
      assertEquals(pca.filt(all), batch(projection.of(all)));
      softmax.update(all);
      mlp.update(all);
      rbm.cd1Update(all);
      pca.analyze(DATASET.all().rows(i, 20));
    }
    assertEquals(1, prediction.compilations());
  }

  private static Batch batch(Value v) {
    return new Batch(v.columns(), v.floats(), DATASET.all().labels());
  }

  /** It learns from pairs, and ranks by what it has learned: more than a function of one sample. */
  static final class Ranker extends Learner {
    final Output score = output("score", s -> s.input().dot(parameter("weights")));
    final Output pairLoss =
        output(
            "pairLoss",
            pair ->
                score
                    .of(pair.part("better."))
                    .minus(score.of(pair.part("worse.")))
                    .sigmoid()
                    .log()
                    .negate());
    final Output rank =
        outputOfAll("rank", all -> score.of(all).lessThan(score.of(all).transpose()).rowSums());

    Ranker() {
      super(KERNELS);
      parameter("weights", Value.of(2, 1, 0f, 0f));
    }
  }

  @Test
  void aRankerLearnsFromPairs() {
    Ranker ranker = new Ranker();
    Data items =
        Data.of("input", Expr.constant(Value.of(4, 2, 3, 0, 1, 1, 4, 1, 2, 0)))
            .with("name", Expr.constant(Value.ofTexts("c", "a", "d", "b")));
    Expr better = Expr.constant(2, 0, 3, 2);
    Expr worse = Expr.constant(0, 3, 1, 1);
    Data pairs =
        Data.concatDatasets(
            items.select("input").gather(better).prefixed("better."),
            items.select("input").gather(worse).prefixed("worse."));
    Descent descent = new Descent(ranker.pairLoss, new Rates(0.5f, 0f, 0f));
    Numbers numbers = pairs.numbers(KERNELS);
    for (int i = 0; i < 50; i++) {
      descent.updateBy(numbers);
    }
    assertEquals(Value.of(4, 1, 1, 3, 0, 2), ranker.rank.over(items).numbers(KERNELS).get());
  }

  /** Samples are bags of any number of words. */
  static final class Bag extends Learner {
    final Output cost =
        output(
            "cost",
            s ->
                s.field("words")
                    .map(word -> parameter("embedding").gather(word))
                    .sums()
                    .minus(s.get("wanted"))
                    .square());

    Bag() {
      super(KERNELS);
      parameter("embedding", Value.of(3, 1, 0f, 0f, 0f));
    }
  }

  @Test
  void samplesOfAnyLengthAreLearnedFrom() {
    Data data =
        Data.of("wanted", Expr.constant(Value.of(4, 1, 1, 2, 3, 0)))
            .withRagged("words", Expr.constant(0, 1, 0, 1, 0, 0), Expr.constant(0, 1, 2, 4, 4));
    Numbers first = data.get(2).numbers(KERNELS);
    assertEquals(Value.ofInts(0, 1), first.get("words"));
    assertEquals(Value.ofInts(0, 2), first.get("words.starts"));
    Bag bag = new Bag();
    Descent descent = new Descent(bag.cost, new Rates(0.1f, 0.5f, 0f));
    Numbers all = data.slice(0, 4).filter(s -> s.get("wanted").greaterThan(0f)).numbers(KERNELS);
    assertEquals(Value.ofInts(0, 1, 2, 4), all.get("words.starts"));
    for (int i = 0; i < 300; i++) {
      descent.updateBy(all);
    }
    float[] learned = bag.shared("embedding").value().floats();
    assertEquals(1, learned[0], 1e-3);
    assertEquals(2, learned[1], 1e-3);
    assertEquals(0, learned[2]);
  }
}
