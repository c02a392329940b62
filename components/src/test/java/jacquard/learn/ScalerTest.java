package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

final class ScalerTest {
  private final Batch digits = Digits.load().all();
  private final Scaler scaler = new Scaler(new JavaKernels(), 64);

  @Example
  void columnsAreOfMean0AndVariance1() {
    scaler.analyze(digits);
    Batch scaled = scaler.filt(digits);
    for (int c = 0; c < 64; c++) {
      DescriptiveStatistics column = new DescriptiveStatistics();
      for (int r = 0; r < scaled.rows(); r++) {
        column.addValue(scaled.value(r, c));
      }
      boolean constant = c == 0 || c == 32 || c == 39;
      assertEquals(0, column.getMean(), 1e-6);
      assertEquals(constant ? 0 : 1, column.getPopulationVariance(), 1e-5);
      assertEquals(constant ? 1 : scaler.deviations()[c], scaler.deviations()[c]);
    }
    assertArrayEquals(digits.labels(), scaled.labels());
    assertEquals(scaled.row(7), scaler.filt(digits.row(7)).row(0));
  }

  @Example
  void theInverseUndoesTheFilter() {
    scaler.analyze(digits);
    assertArrayEquals(digits.values(), scaler.inverse(scaler.filt(digits)).values(), 1e-4f);
  }

  @Property(tries = 200)
  void aConstantIsOnlyCentred(
      @ForAll @FloatRange(min = -1e6f, max = 1e6f) float constant,
      @ForAll @IntRange(min = 1, max = 2000) int rows) {
    float[] values = new float[rows];
    java.util.Arrays.fill(values, constant);
    Batch data = new Batch(1, values, new int[rows]);
    Scaler one = new Scaler(new JavaKernels(), 1);
    one.analyze(data);
    assertEquals(1, one.deviations()[0]);
    assertEquals(0f, one.filt(data).value(0, 0));
    assertEquals(constant, one.inverse(one.filt(data)).value(0, 0));
  }

  @Example
  void filteringBeforeAnalysisIsRefused() {
    assertThrows(IllegalStateException.class, () -> scaler.filt(digits));
    scaler.analyze(digits);
    scaler.clear();
    Exception error = assertThrows(IllegalStateException.class, () -> scaler.inverse(digits));
    assertEquals("scaler has seen no data: analyze comes first", error.getMessage());
  }

  /** Against NumPy: every value within 2^-21 (1 + |y|), the way back within two roundings. */
  @Example
  void columnsOfAnySizeAndNumberOfRowsAreStandardized() {
    for (Columns column : Columns.all()) {
      Batch data = column.batch();
      Scaler one = new Scaler(new JavaKernels(), 1);
      one.analyze(data);
      assertEquals((float) column.mean(), one.means()[0], Math.ulp((float) column.mean()));
      float deviation = (float) column.used();
      assertEquals(deviation, one.deviations()[0], Math.ulp(deviation), column.toString());
      Batch scaled = one.filt(data);
      Batch back = one.inverse(scaled);
      double sum = 0;
      for (int i = 0; i < column.rows(); i++) {
        double wanted = (column.value(i) - column.mean()) / column.used();
        double y = scaled.value(i, 0);
        assertEquals(wanted, y, 0x1p-21 * (1 + Math.abs(wanted)), column.toString());
        double bound = 2 * Math.ulp(column.value(i)) + 0x1p-21 * deviation * (1 + Math.abs(y));
        assertEquals(column.value(i), back.value(i, 0), bound, column.toString());
        sum += y;
      }
      assertEquals(0, sum / column.rows(), 0x1p-23, "mean of " + column);
    }
  }

  /** Columns of every size beside each other, against sums without rounding. */
  @Property(tries = 100)
  void columnsDoNotDisturbEachOther(@ForAll long seed) {
    Random random = new Random(seed);
    int rows = 2 + random.nextInt(600);
    int columns = 1 + random.nextInt(40);
    Batch data = Exact.rows(random, rows, columns);
    Scaler scaled = new Scaler(Kernels.java(), columns);
    scaled.analyze(data);
    float[] y = scaled.filt(data).values();
    for (int c = 0; c < columns; c++) {
      Exact exact = new Exact(data, c, c);
      double deviation = Math.sqrt(exact.scatter() / rows);
      double used = deviation == 0 ? 1 : deviation;
      for (int r = 0; r < rows; r++) {
        double wanted = exact.difference(r) / used;
        assertEquals(wanted, y[r * columns + c], 0x1p-21 * (1 + Math.abs(wanted)));
      }
    }
  }

  @Property(tries = 30)
  void rowsThatAreNotFiniteAreRefusedAndTheFitIsKept(
      @ForAll @IntRange(min = 0, max = 299) int row, @ForAll @IntRange(min = 0, max = 63) int col) {
    scaler.analyze(digits);
    Batch before = scaler.filt(digits);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] values = digits.rows(0, 300).values();
      values[row * 64 + col] = bad;
      Batch data = new Batch(64, values, new int[300]);
      Exception error = assertThrows(IllegalArgumentException.class, () -> scaler.analyze(data));
      assertEquals(
          String.format(
                  Locale.ROOT,
                  "scaler needs finite numbers, but row %d has %s in column %d (counted from 0);",
                  row,
                  bad,
                  col)
              + " replace it, or leave the row out",
          error.getMessage());
    }
    assertEquals(before, scaler.filt(digits));
  }

  /** A scaler saved before there were units and rests computes the bits that it computed then. */
  @Property(tries = 50)
  void earlierScalersLoad(@ForAll long seed) {
    Random random = new Random(seed);
    float[][] saved = new float[4][3];
    for (float[] values : saved) {
      for (int c = 0; c < 3; c++) {
        values[c] = random.nextInt(4) == 0 ? 0f : (float) random.nextGaussian();
      }
    }
    Scaler loaded = new Scaler(Kernels.java(), 3);
    loaded.state(
        new SavedFields(
            1,
            Map.of(
                "columns", 3,
                "fitted", true,
                "means", saved[0],
                "scales", saved[1],
                "backMeans", saved[2],
                "backScales", saved[3])));
    float[] values = {1f, -0f, 0f, saved[0][0], saved[0][1], saved[0][2], 3f, 1e-30f, -1e-42f};
    float[] there = loaded.filt(new Batch(3, values, new int[3])).values();
    float[] back = loaded.inverse(new Batch(3, values, new int[3])).values();
    for (int i = 0; i < values.length; i++) {
      int c = i % 3;
      float forth = (values[i] - saved[0][c]) * saved[1][c];
      float backward = (values[i] - saved[2][c]) * saved[3][c];
      assertEquals(Float.floatToIntBits(forth), Float.floatToIntBits(there[i]));
      assertEquals(Float.floatToIntBits(backward), Float.floatToIntBits(back[i]));
    }
    assertArrayEquals(saved[0], loaded.means());
    assertArrayEquals(saved[3], loaded.deviations());
  }
}
