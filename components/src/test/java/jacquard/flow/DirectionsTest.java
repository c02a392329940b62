package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.learn.PcaSettings;
import jacquard.oracle.Tables;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * What the nodes that look for directions find, in any units and any rank, beside float64 tables.
 */
class DirectionsTest {
  private static <N extends FlowNode> N trained(N node, Batch rows, int size) {
    for (Batch chunk : new Chunks(rows, size)) {
      node.train(chunk);
    }
    node.stopTraining();
    return node;
  }

  /** A data set with each column times a factor. */
  private static Batch data(String name, double... factors) {
    double[][] x = Tables.read("data/" + name + ".csv");
    int columns = x[0].length - 1;
    double[][] inputs = Tables.columns(x, 0, columns);
    for (double[] row : inputs) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) row[j] * (factors.length == 0 ? 1 : factors[j % factors.length]);
      }
    }
    int[] labels = Arrays.stream(Tables.last(x)).mapToInt(y -> (int) y).toArray();
    return new Batch(columns, Tables.floats(inputs), labels);
  }

  private static double deviation(Batch y, int column) {
    double sum = 0;
    double squares = 0;
    for (int r = 0; r < y.rows(); r++) {
      sum += y.value(r, column);
      squares += (double) y.value(r, column) * y.value(r, column);
    }
    return Math.sqrt((squares - sum * sum / y.rows()) / (y.rows() - 1));
  }

  /** |y - x v| up to the sign and the mean, where v is the table's row after its value. */
  private static void assertAlong(double[] wanted, Batch x, Batch y, int column, double[] factors) {
    double[] found = new double[x.rows()];
    double[] table = new double[x.rows()];
    double products = 0;
    double squares = 0;
    for (int r = 0; r < x.rows(); r++) {
      found[r] = y.value(r, column);
      for (int j = 0; j < x.columns(); j++) {
        table[r] += x.value(r, j) / factors[j % factors.length] * wanted[j + 1];
      }
    }
    double mean = Arrays.stream(table).average().orElseThrow();
    for (int r = 0; r < x.rows(); r++) {
      products += found[r] * (table[r] - mean);
      squares += (table[r] - mean) * (table[r] - mean);
    }
    assertEquals(1, Math.abs(products / squares), 1e-3);
  }

  @Example
  void discriminantsOfWineInAnyUnits() {
    double[][] wanted = Tables.read("eigen_fda_wine.csv");
    for (double[] factors : new double[][] {{1}, {1e-18, 1, 1e3, 1e15}}) {
      Batch wine = data("wine", factors);
      Batch y = trained(new FdaNode(2), wine, 50).execute(wine);
      for (int k = 0; k < 2; k++) {
        assertEquals(1, deviation(y, k), 1e-4);
        assertAlong(wanted[k], wine, y, k, factors);
      }
    }
  }

  @Example
  void slowFeaturesInAnyUnits() {
    double[][] wanted = Tables.read("eigen_sfa_diabetes.csv");
    for (double[] factors : new double[][] {{1}, {1e-20, 1, 1e4, 1e15}}) {
      Batch rows = data("diabetes", factors);
      SfaNode node = trained(new SfaNode(10), rows, 442);
      Batch y = node.execute(rows);
      for (int k = 0; k < 10; k++) {
        assertEquals(wanted[k][0], node.speeds()[k], 1e-3 * wanted[k][0]);
        assertEquals(1, deviation(y, k), 1e-3);
        assertAlong(wanted[k], rows, y, k, factors);
      }
    }
  }

  @Example
  void gaussianClassesInAnyUnits() {
    double[][] wanted = Tables.read("eigen_gaussian_wine.csv");
    for (double[] factors : new double[][] {{1}, {1e-18, 1, 1e-9, 1e15}}) {
      Batch wine = data("wine", factors);
      Batch p = trained(new GaussianClassifier(), wine, 60).execute(wine);
      for (int r = 0; r < wine.rows(); r++) {
        for (int c = 0; c < 3; c++) {
          assertEquals(wanted[r][c], p.value(r, c), 1e-3);
        }
      }
    }
  }

  /** As MDP's own test of its FDANode. */
  @Example
  void discriminantsHaveVarianceOneHoweverManyRowsThereAre() {
    for (int count : new int[] {100, 10_000, 100_000}) {
      Batch rows = clouds(new Random(1), count, 1);
      Batch y = trained(new FdaNode(2), rows, 1000).execute(rows);
      assertEquals(1, deviation(y, 0), 1e-3);
      assertEquals(1, deviation(y, 1), 1e-3);
    }
  }

  private static Batch clouds(Random random, int count, double unit) {
    float[] x = new float[2 * count];
    int[] labels = new int[count];
    for (int r = 0; r < count; r++) {
      labels[r] = r % 2;
      x[2 * r] = (float) (unit * random.nextGaussian());
      x[2 * r + 1] = (float) (unit * (0.2 * random.nextGaussian() + 4 * labels[r] - 2));
    }
    return new Batch(2, x, labels);
  }

  /** With every third column constant and the last the sum of two: neither is in the way. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void columnsThatAddNothingChangeNothing(@ForAll @IntRange(max = 4) int size, @ForAll long seed) {
    Random random = new Random(seed);
    int count = 120;
    float[] few = new float[count * 4];
    float[] many = new float[count * 8];
    int[] labels = new int[count];
    for (int r = 0; r < count; r++) {
      labels[r] = r % 3;
      for (int j = 0; j < 4; j++) {
        few[4 * r + j] = (float) random.nextGaussian() + (j == labels[r] ? 2 : 0);
        many[8 * r + 2 * j] = few[4 * r + j];
      }
      many[8 * r + 1] = 0.1f;
      many[8 * r + 3] = -7;
      many[8 * r + 5] = few[4 * r];
      many[8 * r + 7] = few[4 * r + 1] + few[4 * r + 2];
    }
    Batch lean = new Batch(4, few, labels);
    Batch padded = new Batch(8, many, labels);
    int chunk = new int[] {2, 3, 8, 40, 120}[size];
    same(
        trained(new FdaNode(2), lean, chunk), trained(new FdaNode(2), padded, chunk), lean, padded);
    same(
        trained(new SfaNode(4), lean, chunk), trained(new SfaNode(4), padded, chunk), lean, padded);
    SfaNode all = trained(new SfaNode(4), padded, chunk);
    assertArrayEquals(many, all.inverse(all.execute(padded)).values(), 1e-3f);
  }

  private static void same(FlowNode a, FlowNode b, Batch ofA, Batch ofB) {
    Batch x = a.execute(ofA);
    Batch y = b.execute(ofB);
    for (int k = 0; k < x.columns(); k++) {
      double product = 0;
      for (int r = 0; r < x.rows(); r++) {
        product += (double) x.value(r, k) * y.value(r, k) / (x.rows() - 1);
      }
      assertEquals(1, Math.abs(product), 0.05);
    }
  }

  @Example
  void moreDirectionsThanThereAreAreRefused() {
    SfaNode node = new SfaNode(2);
    node.train(new Batch(3, new float[] {1, 1, 5, 2, 2, 5, 4, 4, 5}, new int[3]));
    assertEquals(
        "slow feature analysis finds 1 directions, not 2: the rows vary along 1 of 3; ask for at"
            + " most 1",
        assertThrows(IllegalStateException.class, node::stopTraining).getMessage());
    SfaNode none = new SfaNode(1);
    none.train(new Batch(2, new float[] {3, 5, 3, 5}, new int[2]));
    assertEquals(
        "slow feature analysis finds 0 directions, not 1: the rows do not vary",
        assertThrows(IllegalStateException.class, none::stopTraining).getMessage());
  }

  @Example
  void aColumnThatIsTheClassIsRefused() {
    FdaNode node = new FdaNode(1);
    float[] x = {0, 0, 3, 1, 0, 4, 0, 1, 3, 1, 1, 5, 0, 0, 1, 1, 0, 2};
    node.train(new Batch(3, x, new int[] {0, 0, 1, 1, 0, 0}));
    String message =
        String.valueOf(assertThrows(IllegalStateException.class, node::stopTraining).getMessage());
    assertTrue(message.contains("(column 1, counted from 0)"), message);
  }

  /** Rows of one chunk, of single rows, of any design: nothing is lost at the end of a phase. */
  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void gridsHaveTheVariancesOfTheirSides(
      @ForAll @IntRange(min = 2, max = 12) int a,
      @ForAll @IntRange(min = 2, max = 12) int b,
      @ForAll @IntRange(min = 1, max = 12) int size) {
    float[] x = new float[2 * a * b];
    for (int i = 0; i < a * b; i++) {
      int column = i % a;
      int row = i / a;
      x[2 * i] = column / (a - 1f);
      x[2 * i + 1] = row / (b - 1f);
    }
    Batch grid = new Batch(2, x, new int[a * b]);
    double[] sides = {side(a) * a * b / (a * b - 1), side(b) * a * b / (a * b - 1)};
    double[] wanted = {Math.max(sides[0], sides[1]), Math.min(sides[0], sides[1])};
    assertArrayEquals(wanted, trained(new PcaNode(2), grid, size).variances(), 1e-6);
    PcaNode all = trained(new PcaNode(PcaSettings.rotation()), grid, size);
    assertArrayEquals(wanted, all.variances(), 1e-6);
  }

  private static double side(int points) {
    return (points + 1) / (12.0 * (points - 1));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void aPcaBehindAnyOtherNodeIsTrained(@ForAll @IntRange(max = 4) int size, @ForAll long seed) {
    Batch rows = Flows.rows(seed, 200);
    for (FlowNode first :
        new FlowNode[] {
          new PcaNode(5), PcaNode.whitening(5, 1e-9f), new SfaNode(5), new FdaNode(1)
        }) {
      Flow flow = new Flow(first, new QuadraticNode(), new PcaNode(2));
      flow.train(new Chunks(rows, new int[] {2, 4, 10, 50, 200}[size]));
      double[] variances = ((PcaNode) flow.node(2)).variances();
      assertTrue(variances[0] >= variances[1] && variances[1] >= 0);
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void theSizeOfTheValuesDoesNotMatterToGaussianClasses(
      @ForAll @IntRange(min = -28, max = 18) int exponent, @ForAll long seed) {
    Batch rows = clouds(new Random(seed), 200, Math.pow(10, exponent));
    assertEquals(200, trained(new GaussianClassifier(), rows, 30).score(rows).correct());
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void dependentColumnsAreAlwaysRefusedByGaussianClasses(@ForAll long seed) {
    Random random = new Random(seed);
    float[] x = new float[3 * 80];
    int[] labels = new int[80];
    for (int r = 0; r < 80; r++) {
      labels[r] = r % 2;
      x[3 * r] = (float) random.nextGaussian();
      x[3 * r + 1] = (float) (random.nextGaussian() + labels[r]);
      x[3 * r + 2] = x[3 * r] + x[3 * r + 1];
    }
    GaussianClassifier node = new GaussianClassifier();
    node.train(new Batch(3, x, labels));
    String message =
        String.valueOf(assertThrows(IllegalStateException.class, node::stopTraining).getMessage());
    assertTrue(message.startsWith("class 0 has no covariance that can be inverted"), message);
    assertTrue(message.contains("40 rows vary along 2 of 3 directions"), message);
  }

  @Example
  void aChunkThatIsRefusedChangesNothing() {
    Batch good = new Batch(1, new float[] {1, 2, 4, 3}, new int[4]);
    SfaNode expected = new SfaNode(1);
    expected.train(good);
    expected.stopTraining();
    SfaNode node = new SfaNode(1);
    node.train(good);
    Batch steep = new Batch(1, new float[] {3e38f, -3e38f}, new int[2]); // no float is the step
    assertThrows(IllegalArgumentException.class, () -> node.train(steep));
    node.stopTraining();
    assertArrayEquals(expected.speeds(), node.speeds());
  }
}
