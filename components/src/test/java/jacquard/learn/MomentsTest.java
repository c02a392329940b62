package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.data.Batch;
import jacquard.kernels.JavaKernels;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Moments within the bounds they state, however the rows are cut into chunks. */
final class MomentsTest {
  private static Moments chunks(Batch rows, int size) {
    Moments moments = new Moments();
    for (int from = 0; from < rows.rows(); from += size) {
      moments.add(rows.rows(from, Math.min(size, rows.rows() - from)));
    }
    return moments;
  }

  /** The stated bound of a scatter, relative to sqrt(s_ii s_jj). */
  private static double bound(int rows, int size) {
    int levels = Math.min(rows, size) <= 256 ? 1 : Math.min(rows, size) <= 65_536 ? 2 : 3;
    double chunk = size == 1 ? 0 : (512 * levels + 8) * 0x1p-24;
    return chunk + Math.ceilDiv(rows, size) * 0x1p-51;
  }

  @Property(tries = 60)
  void areWithinTheirBounds(@ForAll long seed) {
    Random random = new Random(seed);
    int rows = 2 + random.nextInt(400);
    int columns = 1 + random.nextInt(4);
    Batch data = Exact.rows(random, rows, columns);
    int size = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(rows);
    Moments moments = chunks(data, size);
    double[] scatter = moments.scatter();
    double[] diagonal = new double[columns];
    for (int i = 0; i < columns; i++) {
      Exact exact = new Exact(data, i, i);
      diagonal[i] = exact.scatter();
      // The mean distance from any row is at most 1 + sqrt(n) deviations.
      double apart = (1 + Math.sqrt(rows)) * Math.sqrt(diagonal[i] / rows);
      double mean = moments.mean()[i];
      assertEquals(0, exact.error(mean), Math.ulp(mean) + 0x1p-44 * apart);
    }
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        double size2 = Math.sqrt(diagonal[i]) * Math.sqrt(diagonal[j]);
        double wanted = new Exact(data, i, j).scatter();
        assertEquals(wanted, scatter[i * columns + j], bound(rows, size) * size2);
        assertEquals(scatter[i * columns + j], scatter[j * columns + i]);
      }
    }
  }

  /** Against NumPy, up to a million rows, in one chunk and in many. */
  @Example
  void columnsOfAnySizeAndNumberOfRows() {
    for (Columns column : Columns.all()) {
      Batch data = column.batch();
      for (int size : new int[] {column.rows(), 1000, column.rows() > 10_000 ? 7777 : 1}) {
        Moments moments = chunks(data, size);
        double mean = moments.mean()[0];
        double apart = 4 * column.deviation();
        assertEquals(column.mean(), mean, 2 * Math.ulp(mean) + 0x1p-44 * apart, column.toString());
        double variance = moments.scatter()[0] / column.rows();
        double wanted = column.deviation() * column.deviation();
        assertEquals(wanted, variance, wanted * bound(column.rows(), size), column.toString());
      }
    }
  }

  /** A constant has no scatter, whatever it is and however it is cut. */
  @Property(tries = 50)
  void constantsHaveNoScatter(@ForAll float constant, @ForAll long seed) {
    int rows = 1 + new Random(seed).nextInt(1000);
    float[] values = new float[rows];
    java.util.Arrays.fill(values, constant);
    Batch data = new Batch(1, values, new int[rows]);
    Moments moments = chunks(data, 1 + new Random(seed).nextInt(rows));
    assertArrayEquals(new double[] {0}, moments.scatter());
    assertArrayEquals(new double[] {constant}, moments.mean());
  }

  @Property(tries = 50)
  void chunksOneAfterTheOtherAreMergedChunks(@ForAll long seed) {
    Random random = new Random(seed);
    Batch data = Exact.rows(random, 100, 3);
    Moments merged = new Moments();
    for (int from = 0; from < 100; from += 10) {
      Moments chunk = new Moments(new JavaKernels());
      chunk.add(data.rows(from, 10));
      merged.merge(chunk);
    }
    assertArrayEquals(chunks(data, 10).mean(), merged.mean());
    assertArrayEquals(chunks(data, 10).scatter(), merged.scatter());
  }

  @Example
  void rowsThatAreNotFiniteAreRefusedAndNothingChanges() {
    Moments moments = new Moments();
    moments.add(new Batch(2, new float[] {1, 2, 3, 5}, new int[2]));
    double[] before = moments.scatter();
    Batch bad = new Batch(2, new float[] {1, 2, 3, Float.NEGATIVE_INFINITY}, new int[2]);
    Exception error = assertThrows(IllegalArgumentException.class, () -> moments.add(bad));
    assertEquals(
        "moments needs finite numbers, but row 1 has -Infinity in column 1 (counted from 0);"
            + " replace it, or leave the row out",
        error.getMessage());
    assertEquals(2, moments.count());
    assertArrayEquals(before, moments.scatter());
  }

  @Example
  void widthsThatDoNotFitAreRefusedBeforeAnythingIsAllocated() {
    Moments moments = new Moments();
    Batch wide =
        new Batch(50_000, new float[100_000], new int[2]); // more numbers than an int counts
    Exception error = assertThrows(IllegalArgumentException.class, () -> moments.add(wide));
    assertEquals(
        "moments of 50000 columns needs 3 matrices of 50000 x 50000 doubles (60.0 GB): take at most"
            + " 46340 columns",
        error.getMessage());
    assertEquals(0, moments.columns());
    Exception small =
        assertThrows(
            IllegalArgumentException.class,
            () -> Moments.requireRoom("pca", 10_000, 5, 4_000_000_000L - 1));
    assertEquals(
        "pca of 10000 columns needs 5 matrices of 10000 x 10000 doubles (4.0 GB): Java may use 4.0"
            + " GB; take fewer columns, or give it more memory (-Xmx)",
        small.getMessage());
    Moments.requireRoom("pca", 10_000, 5, 4_000_000_000L);
  }

  @Example
  void earlierMomentsLoad() {
    Moments moments = new Moments();
    double[] mean = {1e9 + 0.5, 3};
    double[] scatter = {4, 1, 1, 9};
    moments.state(new SavedFields(1, Map.of("count", 7L, "mean", mean, "scatter", scatter)));
    assertEquals(7, moments.count());
    assertArrayEquals(mean, moments.mean());
    moments.add(new Batch(2, new float[] {1e9f, 3}, new int[1]));
    assertArrayEquals(new double[] {1e9 + 0.4375, 3}, moments.mean());
    assertArrayEquals(new double[] {4 + 0.25 * 7 / 8, 1, 1, 9}, moments.scatter());
  }
}
