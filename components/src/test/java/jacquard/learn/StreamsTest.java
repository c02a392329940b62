package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.KFold;
import jacquard.data.Minibatches;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import jacquard.oracle.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random numbers: one stream for each component and purpose, whatever the seeds. */
final class StreamsTest {
  private static final Rates RATES = new Rates(0.1f, 0.5f, 0f);
  private static final Kernels KERNELS = new JavaKernels();

  private static final List<List<Object>> PATHS =
      List.of(
          List.of(),
          List.of("layer1"),
          List.of("layer2"),
          List.of("layer1", "layer2"),
          List.of(""),
          List.of("exactly8"),
          List.of("more than 8"),
          List.of(0),
          List.of(1),
          List.of(-1),
          List.of("Rbm of 64 x 200"),
          List.of("Größe"),
          List.of("a", 5, "b"));

  @Example
  void keysAreThoseOfAnotherImplementation() {
    double[][] table = Tables.read("seeds.csv");
    assertEquals(0, table.length % PATHS.size());
    for (int i = 0; i < table.length; i++) {
      Seed seed = Seed.of(key(table[i][0], table[i][1]));
      for (Object part : PATHS.get(i % PATHS.size())) {
        seed = part instanceof String name ? seed.child(name) : seed.child((Integer) part);
      }
      assertEquals(
          key(table[i][2], table[i][3]), seed.key(), PATHS.get(i % PATHS.size())::toString);
    }
  }

  private static long key(double low, double high) {
    return ((long) high << 32) | (long) low;
  }

  /** Weights of all that starts with random ones, by their rows, as deviations of 1. */
  private static List<float[]> starts(long seed) {
    List<float[]> starts = new ArrayList<>();
    for (int inputs : new int[] {20, 30}) {
      starts.add(new Rbm(KERNELS, rbm(inputs, 30, seed)).weights());
      MlpSettings mlp = MlpSettings.of(List.of(inputs, 30, 30), Activation.RELU, RATES, seed);
      starts.add(new Mlp(KERNELS, mlp).weights(0));
      starts.add(new Mlp(KERNELS, mlp).weights(1));
    }
    starts.add(
        layer(1, new Dbn(KERNELS, List.of(rbm(30, 30, seed), rbm(30, 30, seed)), top(seed))));
    Matrix zeros = KERNELS.matrix(20, 30);
    Matrix raw = KERNELS.matrix(20, 30);
    KERNELS.sampleNormal(seed, 0, zeros, 1, raw);
    starts.add(KERNELS.read(raw));
    return starts;
  }

  private static MlpSettings top(long seed) {
    return MlpSettings.of(List.of(30, 30, 30, 2), Activation.SIGMOID, RATES, seed);
  }

  private static RbmSettings rbm(int visible, int hidden, long seed) {
    return RbmSettings.of(visible, hidden, Rbm.Visible.BERNOULLI, RATES, seed);
  }

  private static float[] layer(int index, Dbn dbn) {
    dbn.unroll();
    return dbn.network().weights(index);
  }

  /** 600 numbers or more of each: unrelated ones correlate by 0.04, so 0.25 is 6 deviations. */
  @Property(tries = 20)
  void equalAndAdjacentSeedsGiveUnrelatedNumbersInDifferentComponents(@ForAll long seed) {
    List<float[]> all = new ArrayList<>(starts(seed));
    all.addAll(starts(seed + 1));
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        double correlation = Math.abs(correlation(all.get(i), all.get(j)));
        assertTrue(correlation < 0.25, "starts " + j + " and " + i + ": " + correlation);
      }
    }
  }

  private static double correlation(float[] a, float[] b) {
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      both += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    return both / Math.sqrt(squaresA * squaresB);
  }

  /** As long as its settings differ from those below, a layer starts as the machine alone does. */
  @Example
  void layersOfAStackWithOneSeedDifferAndDistinctOnesAreMachinesOfTheirOwn() {
    List<RbmSettings> stack = List.of(rbm(30, 30, 1), rbm(30, 30, 1));
    float[] bottom = layer(0, new Dbn(KERNELS, stack, top(1)));
    assertArrayEquals(new Rbm(KERNELS, stack.getFirst()).weights(), bottom);
    assertTrue(correlation(bottom, layer(1, new Dbn(KERNELS, stack, top(1)))) < 0.2);
    List<RbmSettings> distinct = List.of(rbm(30, 30, 1), rbm(30, 30, 2));
    assertArrayEquals(
        new Rbm(KERNELS, distinct.get(1)).weights(), layer(1, new Dbn(KERNELS, distinct, top(1))));
  }

  @Property(tries = 20)
  void ordersOfStreamsOverDifferentRowsAreUnrelated(@ForAll long seed) {
    double[] first = ranks(Minibatches.shuffled(rows(800).all(), 800, seed).next());
    KFold kf = new KFold(rows(1600), 2, seed);
    kf.nextFold();
    double[] fold = ranks(kf.nextBatch(800));
    double[] longer = ranks(Minibatches.shuffled(rows(900).all(), 900, seed).next());
    assertTrue(Math.abs(correlation(first, fold)) < 0.25);
    assertTrue(Math.abs(correlation(first, longer)) < 0.25);
    assertTrue(Math.abs(correlation(longer, fold)) < 0.25);
  }

  private static Dataset rows(int count) {
    float[] values = new float[count];
    IntStream.range(0, count).forEach(i -> values[i] = i);
    return new Dataset("rows", 1, values, new int[count]);
  }

  private static double[] ranks(Batch batch) {
    double mean =
        IntStream.range(0, batch.rows())
            .mapToDouble(i -> batch.value(i, 0))
            .average()
            .orElseThrow();
    return IntStream.range(0, batch.rows()).mapToDouble(i -> batch.value(i, 0) - mean).toArray();
  }

  private static double correlation(double[] a, double[] b) {
    float[] x = new float[a.length];
    float[] y = new float[b.length];
    IntStream.range(0, x.length).forEach(i -> x[i] = (float) a[i]);
    IntStream.range(0, y.length).forEach(i -> y[i] = (float) b[i]);
    return correlation(x, y);
  }

  /** The one stream whose key is the seed itself, so that divisions stay those of earlier runs. */
  @Property(tries = 10)
  void theDivisionOfAKFoldIsThatOfItsSeedAlone(@ForAll @IntRange(max = 1000) int seed) {
    KFold one = new KFold(rows(40), 4, seed);
    KFold two = KFold.withValidation(rows(40), 4, seed);
    one.nextFold();
    two.nextFold();
    assertEquals(one.nextTestBatch(10), two.nextTestBatch(10));
  }

  @Example
  void savedComponentsKeepTheirStreams() {
    Rbm rbm = new Rbm(KERNELS, rbm(20, 30, 5), Seed.of(5));
    float[] start = rbm.weights();
    assertArrayEquals(raw(5), start, "as machines drew before their class and shape counted");
    Rbm loaded = loaded(rbm, Rbm.class);
    loaded.clear();
    assertArrayEquals(start, loaded.weights());
  }

  private static float[] raw(long seed) {
    Matrix zeros = KERNELS.matrix(20, 30);
    Matrix raw = KERNELS.matrix(20, 30);
    KERNELS.sampleNormal(seed, 0, zeros, 0.1f, raw);
    return KERNELS.read(raw);
  }

  private static <C extends Stateful> C loaded(C component, Class<C> type) {
    jacquard.experiment.Experiment saved =
        new jacquard.experiment.Experiment().component("it", component);
    return jacquard.experiment.Experiment.restore(saved.checkpoint(), java.util.Map.of())
        .component("it", type);
  }
}
