package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.Moments;
import jacquard.learn.Pca;
import jacquard.learn.PcaSettings;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the nodes compute. */
class NodesTest {
  private static void train(FlowNode node, Batch rows, int size) {
    new Flow(node).train(new Chunks(rows, size));
  }

  /** Rows of a labelled kind: three clouds, or with one class a walk through sines. */
  private static Batch clouds(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count * 4];
    int[] labels = new int[count];
    for (int r = 0; r < count; r++) {
      labels[r] = r % 3;
      for (int c = 0; c < 4; c++) {
        values[4 * r + c] = (float) (random.nextGaussian() + (c == labels[r] ? 6 : 0));
      }
    }
    return new Batch(4, values, labels);
  }

  @Property(tries = 50)
  void momentsOfChunksAreThoseOfAllRows(@ForAll long seed) {
    Batch rows = Flows.rows(seed, 90);
    Moments chunks = new Moments();
    Flows.cut(rows, seed).forEach(chunks::add);
    int n = rows.columns();
    double[] mean = new double[n];
    for (int r = 0; r < rows.rows(); r++) {
      for (int c = 0; c < n; c++) {
        mean[c] += rows.value(r, c) / (double) rows.rows();
      }
    }
    double[] covariance = new double[n * n];
    for (int r = 0; r < rows.rows(); r++) {
      for (int i = 0; i < n * n; i++) {
        covariance[i] +=
            (rows.value(r, i / n) - mean[i / n]) * (rows.value(r, i % n) - mean[i % n]) / 89;
      }
    }
    assertEquals(90, chunks.count());
    assertArrayEquals(mean, chunks.mean(), 1e-6);
    assertArrayEquals(covariance, chunks.covariance(), 1e-6);
  }

  @Property(tries = 20)
  void pcaOfChunksIsThePcaOfAllRows(@ForAll long seed) {
    Batch rows = Flows.rows(seed, 120);
    PcaNode node = new PcaNode(PcaSettings.rotation());
    train(node, rows, 17);
    Pca whole = new Pca(Backend.current(), PcaSettings.rotation());
    whole.analyze(rows);
    assertArrayEquals(whole.variances(), node.variances(), 1e-5);
    assertEquals(6, node.outputs());
    assertArrayEquals(rows.values(), node.inverse(node.execute(rows)).values(), 1e-4f);
  }

  @Example
  void whitenedColumnsHaveVarianceOneAndNoCovariance() {
    Batch rows = Flows.rows(3, 300);
    PcaNode node = PcaNode.whitening(6, 1e-6f);
    train(node, rows, 50);
    Moments white = new Moments();
    white.add(node.execute(rows));
    for (int i = 0; i < 36; i++) {
      assertEquals(i % 7 == 0 ? 1 : 0, white.covariance()[i], 1e-3);
    }
  }

  /** Four columns of mixtures of a slow sine and faster ones. */
  @Example
  void slowFeatureAnalysisFindsTheSlowestSineFirst() {
    int count = 2000;
    float[] values = new float[count * 4];
    double[] speeds = {0.011, 0.3, 0.7, 1.9};
    double[][] mix = {{1, 2, -1, 3}, {2, -1, 1, 1}, {-1, 1, 3, 2}, {1, 1, 1, -2}};
    for (int t = 0; t < count; t++) {
      for (int c = 0; c < 4; c++) {
        double sum = 5;
        for (int k = 0; k < 4; k++) {
          sum += mix[k][c] * Math.sin(speeds[k] * t + k);
        }
        values[4 * t + c] = (float) sum;
      }
    }
    Batch rows = new Batch(4, values, new int[count]);
    SfaNode node = new SfaNode(4);
    train(node, rows, 250);
    Batch slow = node.execute(rows);
    double correlation = 0;
    for (int t = 0; t < count; t++) {
      correlation += slow.value(t, 0) * Math.sin(speeds[0] * t) * Math.sqrt(2) / count;
    }
    assertTrue(Math.abs(correlation) > 0.98, "correlation " + correlation);
    double[] found = node.speeds();
    for (int k = 0; k < 4; k++) {
      double wanted = 2 * (1 - Math.cos(speeds[k]));
      assertEquals(wanted, found[k], 0.05 * wanted + 1e-4);
    }
    assertArrayEquals(values, node.inverse(slow).values(), 1e-3f);
  }

  @Example
  void discriminantsTellClassesApartAndGoBack() {
    Batch rows = clouds(1, 300);
    FdaNode node = new FdaNode(2);
    train(node, rows, 60);
    Batch turned = node.execute(rows);
    NearestMeanClassifier means = new NearestMeanClassifier();
    train(means, turned, 300);
    assertTrue(means.score(turned).correct() >= 297);
    FdaNode all = new FdaNode(4);
    train(all, rows, 60);
    assertArrayEquals(rows.values(), all.inverse(all.execute(rows)).values(), 1e-3f);
  }

  @Example
  void allClassifiersLearnThreeClouds() {
    Batch rows = clouds(1, 300);
    Batch others = clouds(2, 300);
    for (ClassifierNode node :
        new ClassifierNode[] {
          new GaussianClassifier(),
          new NearestMeanClassifier(),
          new NearestNeighboursClassifier(5),
          new SoftmaxNode(4, 3, new Rates(0.1f, 0.5f, 0f), 5)
        }) {
      train(node, rows, 45);
      assertEquals(3, node.outputs());
      assertTrue(node.score(others).correct() >= 295, node.name() + node.score(others));
    }
  }

  @Property(tries = 20)
  void probabilitiesOfClassesAddUpToOne(@ForAll long seed) {
    Batch rows = clouds(seed, 90);
    GaussianClassifier node = new GaussianClassifier();
    train(node, rows, 30);
    Batch p = node.execute(rows);
    for (int r = 0; r < 90; r++) {
      assertEquals(1, p.value(r, 0) + p.value(r, 1) + p.value(r, 2), 1e-5);
    }
  }

  @Example
  void aClassWithoutACovarianceIsNamed() {
    GaussianClassifier node = new GaussianClassifier();
    node.train(new Batch(2, new float[] {1, 2, 3, 4, 5, 7, 1, 1}, new int[] {0, 0, 0, 1}));
    IllegalStateException e = assertThrows(IllegalStateException.class, node::stopTraining);
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("class 1 has no covariance: it has one row"));
  }

  @Example
  void quadraticExpansionGivesAllProducts() {
    Batch rows = new Batch(3, new float[] {1, 2, 3, 0, 1, -1}, new int[] {4, 5});
    Batch expanded = new QuadraticNode().execute(rows);
    assertEquals(9, expanded.columns());
    assertArrayEquals(
        new float[] {1, 2, 3, 1, 2, 3, 4, 6, 9, 0, 1, -1, 0, 0, -0f, 1, -1, 1}, expanded.values());
    assertArrayEquals(rows.labels(), expanded.labels());
  }

  @Example
  void aHistogramCountsWhatPasses() {
    HistogramNode node = new HistogramNode(4, 0, 1);
    Batch rows = new Batch(2, new float[] {0, 5, 0.3f, -5, 0.99f, Float.NaN, 1, 0.5f}, new int[4]);
    assertEquals(rows, node.execute(rows));
    assertArrayEquals(new long[] {1, 1, 0, 2}, node.binsOf(0));
    assertArrayEquals(new long[] {1, 0, 1, 1}, node.binsOf(1));
  }
}
