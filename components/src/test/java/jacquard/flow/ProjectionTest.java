package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/** Rows are centred by the mean, not by what a float holds of it. */
final class ProjectionTest {
  private static RealMatrix random(Random random, int rows, int cols) {
    RealMatrix m = MatrixUtils.createRealMatrix(rows, cols);
    for (int i = 0; i < rows * cols; i++) {
      m.setEntry(i / cols, i % cols, random.nextGaussian());
    }
    return m;
  }

  @Property(tries = 100)
  void theRestOfTheMeanCountsBothWays(@ForAll long seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(5);
    double offset = Math.pow(10, random.nextInt(10));
    double[] mean = random.doubles(n, offset, 2 * offset).toArray();
    RealMatrix filter = random(random, n, 2);
    RealMatrix inverse = random(random, 2, n);
    Projection projection = new Projection(mean, filter, inverse);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (mean[i] + random.nextGaussian());
    }
    Batch y = projection.apply(new Batch(n, x, new int[1]));
    for (int j = 0; j < 2; j++) {
      double wanted = 0;
      double size = 0;
      for (int i = 0; i < n; i++) {
        wanted += (x[i] - mean[i]) * filter.getEntry(i, j);
        size += (1 + Math.abs(x[i] - mean[i])) * Math.abs(filter.getEntry(i, j));
      }
      // The rest of a mean may be half the distance of floats of its size.
      double bound = (n + 4) * 0x1p-24 * size * Math.max(1, Math.ulp((float) offset));
      assertEquals(wanted, y.value(0, j), bound);
    }
    Batch back = projection.applyInverse(y);
    for (int i = 0; i < n; i++) {
      double wanted = mean[i];
      double size = 0;
      for (int j = 0; j < 2; j++) {
        wanted += y.value(0, j) * inverse.getEntry(j, i);
        size += Math.abs(y.value(0, j) * inverse.getEntry(j, i));
      }
      double bound = 0.5 * Math.ulp((float) wanted) + 8 * 0x1p-24 * (size + 1);
      assertEquals(wanted, back.value(0, i), bound * 1.01);
    }
  }

  /** The fields as they were saved before there was a rest. */
  private record Saved(Map<String, Object> fields) implements State {
    @Override
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> T value(String name, T value) {
      return (T) Objects.requireNonNull(fields.get(name));
    }

    @Override
    public boolean isLoading() {
      return true;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean has(String name) {
      return fields.containsKey(name);
    }
  }

  @Example
  void earlierProjectionsComputeTheSameBits() {
    float[] mean = {1e6f, 0f};
    float[] filter = {0.3f, -0f};
    float[] inverse = {0.7f, -1f};
    Projection loaded = new Projection();
    loaded.state(
        new Saved(Map.of("mean", mean, "filter", filter, "inverse", inverse, "outputs", 1)));
    float[] x = {1000001.5f, 3f, 1e6f, -0f};
    float[] y = loaded.apply(new Batch(2, x, new int[2])).values();
    float first = Math.fma(3f, -0f, Math.fma(1.5f, 0.3f, 0f));
    float second = Math.fma(-0f, -0f, Math.fma(0f, 0.3f, 0f));
    assertBits(new float[] {first, second}, y);
    float[] back = loaded.applyInverse(new Batch(1, new float[] {1.1f}, new int[1])).values();
    assertBits(new float[] {1.1f * 0.7f + 1e6f, 1.1f * -1f + 0f}, back);
  }

  private static void assertBits(float[] wanted, float[] got) {
    assertEquals(wanted.length, got.length);
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(Float.floatToRawIntBits(wanted[i]), Float.floatToRawIntBits(got[i]));
    }
    assertArrayEquals(wanted, got);
  }
}
