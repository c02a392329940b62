package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.kernels.Kernels;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A large mean costs principal components neither variance nor centre. */
final class PcaCentringTest {
  /** Columns of deviations 1 and 1/2 about large means, of values that floats hold exactly. */
  private static Batch rows(long seed, double offset, int count) {
    Random random = new Random(seed);
    float[] values = new float[2 * count];
    for (int r = 0; r < count; r++) {
      values[2 * r] = (float) (offset + Math.rint(random.nextGaussian() * 16) / 16);
      values[2 * r + 1] = (float) (-offset + Math.rint(random.nextGaussian() * 8) / 16);
    }
    return new Batch(2, values, new int[count]);
  }

  @Property(tries = 24)
  void outputsAreCentredAndVariancesExact(
      @ForAll @IntRange(min = 0, max = 5) int power, @ForAll long seed) {
    double offset = Math.pow(10, power) + (power == 0 ? -1 : 0);
    int count = 1000;
    Batch data = rows(seed, offset, count);
    double[] mean = new double[2];
    double[] scatter = new double[4];
    for (int i = 0; i < 2 * count; i++) {
      mean[i % 2] += data.value(i / 2, i % 2) / count;
    }
    for (int r = 0; r < count; r++) {
      for (int at = 0; at < 4; at++) {
        double left = data.value(r, at / 2) - mean[at / 2];
        scatter[at] += left * (data.value(r, at % 2) - mean[at % 2]) / (count - 1);
      }
    }
    double middle = (scatter[0] + scatter[3]) / 2;
    double half = Math.hypot((scatter[0] - scatter[3]) / 2, scatter[1]);
    Pca pca = new Pca(Kernels.java(), PcaSettings.rotation());
    pca.analyze(data);
    assertEquals(middle + half, pca.variances()[0], 1e-5);
    assertEquals(middle - half, pca.variances()[1], 1e-5);
    Batch y = pca.filt(data);
    Batch back = pca.pseudoInverse(y);
    double[] centre = new double[2];
    double[] backCentre = new double[2];
    for (int i = 0; i < 2 * count; i++) {
      centre[i % 2] += y.value(i / 2, i % 2) / count;
      backCentre[i % 2] += ((double) back.value(i / 2, i % 2) - data.value(i / 2, i % 2)) / count;
      double ulp = Math.ulp((float) offset);
      assertEquals(data.value(i / 2, i % 2), back.value(i / 2, i % 2), 0.51 * ulp + 4e-6);
    }
    for (int c = 0; c < 2; c++) {
      assertEquals(0, centre[c], 1e-6);
      assertEquals(0, backCentre[c], 1e-6 + Math.ulp((float) offset) / 16);
    }
  }

  @Example
  void rowsThatAreNotFiniteAreRefusedAndTheFitIsKept() {
    Pca pca = new Pca(Kernels.java(), PcaSettings.rotation());
    Batch data = rows(1, 10, 50);
    pca.analyze(data);
    Batch before = pca.filt(data);
    float[] values = data.values();
    values[2 * 31 + 1] = Float.NaN;
    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> pca.analyze(new Batch(2, values, new int[50])));
    assertTrue(String.valueOf(error.getMessage()).contains("row 31 has NaN in column 1"));
    assertEquals(before, pca.filt(data));
  }
}
