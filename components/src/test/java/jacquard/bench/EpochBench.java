package jacquard.bench;

import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.Minibatches;
import jacquard.datalearn.Descent;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.kernels.opencl.Devices;
import jacquard.kernels.opencl.OpenClKernels;
import jacquard.learn.Mlp;
import jacquard.learn.MlpSettings;
import jacquard.learn.Pca;
import jacquard.learn.PcaSettings;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.learn.Softmax;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One epoch of each learner, and a PCA, over 20000 x 784 binary values of ten noisy prototypes, in
 * batches of 100 (softmax: 10) that lie on the device.
 */
@State(Scope.Benchmark)
public class EpochBench {
  private static final int ROWS = 20_000;
  private static final int COLUMNS = 784;
  private static final int CLASSES = 10;
  private static final int HIDDEN = 500;
  private static final int COMPONENTS = 50;
  private static final long SEED = 1;

  /** What computes. */
  @Param({"java", "opencl"})
  public String backend = "";

  private Kernels kernels = Kernels.java();
  private final Batch wide = wide();
  private Batch rows = data();
  private Rbm rbm = rbm();
  private Softmax softmax = softmax();
  private Mlp mlp = mlp();
  private Descent softmaxDescent = softmaxDescent();
  private Descent mlpDescent = mlpDescent();

  /** Makes the learners of the backend. */
  @Setup
  public void prepare() {
    if (backend.equals("opencl")) {
      kernels.close();
      kernels = new OpenClKernels(Devices.best());
      rows = data();
      rbm = rbm();
      softmax = softmax();
      mlp = mlp();
      softmaxDescent = softmaxDescent();
      mlpDescent = mlpDescent();
    }
  }

  private static Batch data() {
    SplittableRandom random = new SplittableRandom(SEED);
    boolean[][] prototypes = new boolean[CLASSES][COLUMNS];
    for (boolean[] prototype : prototypes) {
      for (int c = 0; c < COLUMNS; c++) {
        prototype[c] = random.nextDouble() < 0.15;
      }
    }
    float[] values = new float[ROWS * COLUMNS];
    int[] labels = new int[ROWS];
    for (int r = 0; r < ROWS; r++) {
      labels[r] = random.nextInt(CLASSES);
      for (int c = 0; c < COLUMNS; c++) {
        double p = prototypes[labels[r]][c] ? 0.8 : 0.05;
        values[r * COLUMNS + c] = random.nextDouble() < p ? 1f : 0f;
      }
    }
    return new Dataset("prototypes", COLUMNS, values, labels).all();
  }

  private static Batch wide() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] values = new float[50 * 5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Batch(5000, values, new int[50]);
  }

  private Rbm rbm() {
    Rates rates = new Rates(0.1f, 0.5f, 2e-4f);
    return new Rbm(kernels, RbmSettings.of(COLUMNS, HIDDEN, Rbm.Visible.BERNOULLI, rates, SEED));
  }

  private Softmax softmax() {
    return new Softmax(kernels, COLUMNS, CLASSES, new Rates(0.1f, 0f, 1e-4f));
  }

  private Mlp mlp() {
    List<Integer> sizes = List.of(COLUMNS, HIDDEN, CLASSES);
    return new Mlp(
        kernels, MlpSettings.of(sizes, Activation.RELU, new Rates(0.01f, 0.9f, 1e-4f), SEED));
  }

  private Descent softmaxDescent() {
    return new Descent(
        new Perceptron(kernels, List.of(COLUMNS, CLASSES)).nll, new Rates(0.1f, 0f, 1e-4f));
  }

  private Descent mlpDescent() {
    return new Descent(
        new Perceptron(kernels, List.of(COLUMNS, HIDDEN, CLASSES)).nll,
        new Rates(0.01f, 0.9f, 1e-4f));
  }

  private void epoch(int size, Consumer<Batch> update) {
    Minibatches batches = Minibatches.inOrder(rows, size);
    for (int i = batches.perEpoch(); i > 0; i--) {
      update.accept(batches.next());
    }
  }

  /** An epoch of CD-1 on 784 x 500. */
  @Benchmark
  public double rbm100() {
    epoch(100, rbm::cd1Update);
    return rbm.weightNorm();
  }

  /** An epoch of softmax. */
  @Benchmark
  public double softmax10() {
    epoch(10, softmax::update);
    return softmax.loss();
  }

  /** An epoch of back-propagation through 784-500-10. */
  @Benchmark
  public double mlp100() {
    epoch(100, mlp::update);
    return mlp.loss();
  }

  /** The same, as an expression. */
  @Benchmark
  public long softmax10expression() {
    epoch(10, softmaxDescent::update);
    return softmaxDescent.launches();
  }

  /** The same, as an expression. */
  @Benchmark
  public long mlp100expression() {
    epoch(100, mlpDescent::update);
    return mlpDescent.launches();
  }

  /** The compilation of the last one's update. */
  @Benchmark
  public String mlpCompilation() {
    return mlpDescent().plan(COLUMNS);
  }

  /** The first fifty principal components. */
  @Benchmark
  public double[] pca50() {
    Pca pca = Pca.top(kernels, COMPONENTS, 1f, SEED);
    pca.analyze(rows);
    return pca.variances();
  }

  /** All principal components. */
  @Benchmark
  public double[] pca784() {
    Pca pca = new Pca(kernels, PcaSettings.rotation());
    pca.analyze(rows);
    return pca.variances();
  }

  /** The first ten principal components of 50 rows x 5000 columns. */
  @Benchmark
  public double[] pcaWide() {
    Pca pca = new Pca(kernels, PcaSettings.rotation().top(10, SEED));
    pca.analyze(wide);
    return pca.variances();
  }

  /** Gives the device back. */
  @TearDown
  public void close() {
    kernels.close();
  }
}
