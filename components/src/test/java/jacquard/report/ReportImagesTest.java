package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.checkpoint.Checkpoint;
import jacquard.data.Batch;
import jacquard.experiment.Experiment;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Rates;
import jacquard.learn.Pca;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is drawn of a checkpoint beside what the components themselves compute. */
class ReportImagesTest {
  private static final int TILE = 40;
  private static final int GAP = 4;

  private final JavaKernels kernels = new JavaKernels();
  private final Rates rates = new Rates(0.05f, 0.5f, 0f);
  private final Pca pca = new Pca(kernels, 1f);

  private Rbm rbm(int visible, int hidden, Rbm.Visible kind) {
    return new Rbm(kernels, RbmSettings.of(visible, hidden, kind, rates, visible));
  }

  private static Batch random(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    int[] labels = new int[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(3);
    }
    return new Batch(columns, values, labels);
  }

  private static ReportImages images(Experiment experiment) {
    Checkpoint checkpoint = experiment.checkpoint();
    return new ReportImages(Checkpoint.of(checkpoint.bytes()));
  }

  private Batch down(Rbm rbm, Batch hidden, Activation kind) {
    Matrix h = kernels.matrix(hidden.rows(), hidden.columns());
    Matrix v = kernels.matrix(hidden.rows(), rbm.parameters().visibleBias().cols());
    hidden.copyTo(kernels, h);
    kernels.affine(
        h, Op.TRANSPOSED, rbm.parameters().weights(), rbm.parameters().visibleBias(), kind, v);
    return Batch.under(hidden, v.cols(), kernels.read(v));
  }

  /** The grey in the midst of a pixel. */
  private static int grey(BufferedImage picture, int image, int row, int pixel) {
    int x = image % 3 * (TILE + GAP) + pixel % 4 * 10 + 5;
    int y = image / 3 * (2 * TILE + 4 * GAP) + row * (TILE + GAP) + pixel / 4 * 10 + 5;
    return picture.getRGB(x, y) & 0xff;
  }

  private static void assertDrawn(Batch given, Batch made, BufferedImage picture) {
    float least = 2;
    float most = -1;
    for (float value : given.values()) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    for (int i = 0; i < given.rows(); i++) {
      for (int pixel = 0; pixel < 16; pixel++) {
        for (int row = 0; row < 2; row++) {
          float value = (row == 0 ? given : made).value(i, pixel);
          float expected = Math.clamp(255 * (value - least) / (most - least), 0, 255);
          assertEquals(expected, grey(picture, i, row, pixel), 1, "image " + i + ", row " + row);
        }
      }
    }
  }

  @Property(tries = 10)
  void eachLayerGivesBackWhatItsComponentsWould(
      @ForAll @IntRange(max = 1000) int seed, @ForAll boolean isGaussian) {
    Batch data = random(50, 16, seed);
    pca.analyze(data);
    Rbm layer1 = rbm(16, 9, isGaussian ? Rbm.Visible.GAUSSIAN : Rbm.Visible.BERNOULLI);
    Rbm layer2 = rbm(9, 5, Rbm.Visible.BERNOULLI);
    for (int i = 0; i < 20; i++) {
      if (isGaussian) { // what pca gives are no probabilities; fresh weights do, too
        layer1.cd1Update(pca.filt(data));
      }
      layer2.cd1Update(layer1.filt(pca.filt(data)));
    }
    Batch given = random(4, 16, seed + 1L);
    Experiment experiment =
        new Experiment()
            .component("layer1", layer1) // above what comes later by name
            .component("layer2", layer2)
            .component("pca", pca)
            .component("kept", new SampleImages(given));
    ReportImages images = images(experiment);
    assertEquals(List.of("layer1", "layer2"), images.reconstructions());

    Activation kind = isGaussian ? Activation.LINEAR : Activation.SIGMOID;
    Batch hidden = layer1.filt(pca.filt(given));
    assertDrawn(
        given, pca.pseudoInverse(down(layer1, hidden, kind)), images.reconstructions("layer1", 3));
    Batch lower = down(layer2, layer2.filt(hidden), Activation.SIGMOID);
    assertDrawn(
        given, pca.pseudoInverse(down(layer1, lower, kind)), images.reconstructions("layer2", 3));
  }

  @Test
  void whatStandsOnNothingLearnedIsNotDrawn() {
    Experiment experiment =
        new Experiment()
            .component("pca", pca)
            .component("layer", rbm(16, 9, Rbm.Visible.GAUSSIAN))
            .component("kept", new SampleImages(random(2, 16, 1)));
    assertEquals(List.of(), images(experiment).filters());
    assertEquals(List.of(), images(experiment).reconstructions());
  }

  @Test
  void aPictureIsNoWiderThanItsImages() {
    Experiment experiment = new Experiment().component("layer", rbm(16, 9, Rbm.Visible.BERNOULLI));
    ReportImages images = images(experiment);
    assertEquals(9 * (TILE + GAP) - GAP, images.filters("layer", 10).getWidth());
    assertEquals(3 * (TILE + GAP) - GAP, images.filters("layer", 3).getWidth());
  }

  @Test
  void imagesOfAnotherSizeAreNotGivenToALayer() {
    Experiment experiment =
        new Experiment()
            .component("layer", rbm(16, 9, Rbm.Visible.BERNOULLI))
            .component("kept", new SampleImages(random(2, 25, 1)))
            .component("rows", new SampleImages(random(2, 15, 1)));
    ReportImages images = images(experiment);
    assertEquals(List.of("layer"), images.filters());
    assertEquals(List.of(), images.reconstructions());
    assertThrows(IllegalArgumentException.class, () -> images.reconstructions("layer", 3));
    assertThrows(IllegalArgumentException.class, () -> images.reconstructions("other", 3));
  }

  @Test
  void theFirstOfEachClassAreKeptAndLoaded() {
    float[] values = {0, 1, 2, 3, 4, 5, 6};
    Batch samples = new Batch(1, values, new int[] {2, 2, 0, 2, 0, 0, 1});
    Experiment saved = new Experiment().component("kept", SampleImages.ofEachClass(samples, 2));
    SampleImages kept =
        Experiment.restore(Checkpoint.of(saved.checkpoint().bytes()), Map.of())
            .component("kept", SampleImages.class);
    assertEquals(5, kept.count());
    float[] first = new float[5];
    for (int i = 0; i < first.length; i++) {
      first[i] = kept.image(i)[0];
    }
    assertArrayEquals(new float[] {2, 6, 0, 4, 1}, first);
  }

  @Test
  void noMoreAreKeptThanCanBeLookedAt() {
    assertEquals(100, SampleImages.ofEachClass(random(300, 16, 1), 200).count());
    assertThrows(IllegalArgumentException.class, () -> new SampleImages(random(101, 16, 1)));
    assertThrows(
        IllegalArgumentException.class, () -> SampleImages.ofEachClass(random(9, 16, 1), 0));
  }
}
