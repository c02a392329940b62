package jacquard.npy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random arrays of every type, of none to four dimensions, with any bits. */
final class NpyArrays {
  private NpyArrays() {}

  static Arbitrary<NpyArray> any() {
    Arbitrary<int[]> shapes = Arbitraries.integers().between(0, 5).array(int[].class).ofMaxSize(4);
    return Combinators.combine(Arbitraries.of(NpyType.values()), shapes, Arbitraries.longs())
        .as(NpyArrays::random);
  }

  private static NpyArray random(NpyType type, int[] shape, long seed) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    Random random = new Random(seed);
    Object elements = type.newArray(count);
    switch (elements) {
      case byte[] bytes -> random.nextBytes(bytes);
      case int[] ints -> Arrays.setAll(ints, i -> random.nextInt());
      case long[] longs -> Arrays.setAll(longs, i -> random.nextLong());
      case double[] doubles -> Arrays.setAll(doubles, i -> random.nextGaussian());
      default -> {
        float[] floats = (float[]) elements;
        for (int i = 0; i < count; i++) {
          floats[i] = i % 7 == 6 ? Float.NaN : (float) random.nextGaussian();
        }
      }
    }
    return NpyArray.of(elements, shape);
  }
}
