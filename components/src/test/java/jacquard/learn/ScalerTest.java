package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.kernels.JavaKernels;
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
    assertEquals(0, one.filt(data).value(0, 0), Math.abs(constant) * 1e-5);
    assertEquals(constant, one.inverse(one.filt(data)).value(0, 0), Math.abs(constant) * 1e-6);
  }

  @Example
  void filteringBeforeAnalysisIsRefused() {
    assertThrows(IllegalStateException.class, () -> scaler.filt(digits));
    scaler.analyze(digits);
    scaler.clear();
    Exception error = assertThrows(IllegalStateException.class, () -> scaler.inverse(digits));
    assertEquals("scaler has seen no data: analyze comes first", error.getMessage());
  }
}
