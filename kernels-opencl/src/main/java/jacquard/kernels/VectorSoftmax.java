package jacquard.kernels;

import static jacquard.kernels.VectorTile.LANES;
import static jacquard.kernels.VectorTile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link JavaSoftmax} on vectors; only the sum goes one value after the other. */
final class VectorSoftmax {
  private VectorSoftmax() {}

  static float max(float[] z, int at, int count) {
    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      max = max.lanewise(VectorOperators.MAX, FloatVector.fromArray(SPECIES, z, at + j, in), in);
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  /** Writes the probabilities of a row whose largest value is known; gives the sum. */
  static float probabilities(float[] z, int at, int count, float max, float[] p, int pAt) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector shifted = FloatVector.fromArray(SPECIES, z, at + j, in).sub(max);
      VectorMath.exp(shifted).intoArray(p, pAt + j, in);
    }
    JavaSums.Running running = new JavaSums.Running();
    for (int j = 0; j < count; j++) {
      running.add(p[pAt + j]);
    }
    float sum = running.sum();
    VectorRows.divide(p, pAt, count, sum);
    return sum;
  }

  /** Writes the gradient of a row's loss, and gives the loss; NaN for no such class. */
  static float gradient(float[] z, int at, int count, int label, float[] gradient, int to) {
    float max = max(z, at, count);
    boolean known = label >= 0 && label < count;
    float shifted = known ? z[at + label] - max : Float.NaN;
    float sum = probabilities(z, at, count, max, gradient, to);
    if (!known) {
      Arrays.fill(gradient, to, to + count, Float.NaN);
      return Float.NaN;
    }
    gradient[to + label] -= 1f;
    return FloatMath.log(sum) - shifted;
  }
}
