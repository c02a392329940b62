package jacquard.kernels;

import static jacquard.kernels.VectorTile.LANES;
import static jacquard.kernels.VectorTile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** What {@link JavaRows} and {@link JavaSgd} do to a row, on vectors and on part of the row. */
final class VectorRows {
  private VectorRows() {}

  static void scale(float alpha, float[] sums, int from, int count, float beta, float[] c, int at) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector product = FloatVector.fromArray(SPECIES, sums, from + j, in).mul(alpha);
      if (beta != 0) {
        FloatVector before = FloatVector.fromArray(SPECIES, c, at + j, in);
        product = before.fma(FloatVector.broadcast(SPECIES, beta), product);
      }
      product.intoArray(c, at + j, in);
    }
  }

  /** The activation of sums + bias; of SOFTMAX only its logits. */
  static void activate(
      Activation f,
      float[] sums,
      int from,
      int count,
      float[] bias,
      int biasAt,
      float[] y,
      int at) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector shift = FloatVector.fromArray(SPECIES, bias, biasAt + j, in);
      FloatVector z = FloatVector.fromArray(SPECIES, sums, from + j, in).add(shift);
      FloatVector result =
          switch (f) {
            case LINEAR, SOFTMAX -> z;
            case SIGMOID -> VectorMath.sigmoid(z);
            case RELU -> z.blend(0f, z.compare(VectorOperators.LT, 0f));
          };
      result.intoArray(y, at + j, in);
    }
  }

  /** The sums times the derivative of the function that gave {@code y}. */
  static void derive(
      Activation f, float[] sums, int from, int count, float[] y, int yAt, float[] out, int at) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, from + j, in);
      FloatVector value = FloatVector.fromArray(SPECIES, y, yAt + j, in);
      FloatVector result =
          switch (f) {
            case LINEAR -> sum;
            case SIGMOID -> sum.mul(value.mul(FloatVector.broadcast(SPECIES, 1f).sub(value)));
            case RELU ->
                FloatVector.zero(SPECIES).blend(sum, value.compare(VectorOperators.GT, 0f));
            case SOFTMAX -> throw new AssertionError(f);
          };
      result.intoArray(out, at + j, in);
    }
  }

  static void divide(float[] values, int at, int count, float divisor) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector.fromArray(SPECIES, values, at + j, in).div(divisor).intoArray(values, at + j, in);
    }
  }

  static void negate(float[] values, int at, int count) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector.fromArray(SPECIES, values, at + j, in).neg().intoArray(values, at + j, in);
    }
  }

  /** {@code difference = a - b}. */
  static void subtract(float[] a, int aAt, float[] b, int bAt, int count, float[] d, int at) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector subtrahend = FloatVector.fromArray(SPECIES, b, bAt + j, in);
      FloatVector.fromArray(SPECIES, a, aAt + j, in).sub(subtrahend).intoArray(d, at + j, in);
    }
  }

  static void standardize(float[] x, int from, float[] array, Matrix columns, float[] y, int to) {
    int units = ArrayKernels.at(columns, 0);
    int means = ArrayKernels.at(columns, 1);
    int scales = ArrayKernels.at(columns, 2);
    int rests = ArrayKernels.at(columns, 3);
    int j = 0;
    for (; j <= columns.cols() - LANES; j += LANES) {
      FloatVector unit = FloatVector.fromArray(SPECIES, array, units + j);
      FloatVector mean = FloatVector.fromArray(SPECIES, array, means + j);
      FloatVector scale = FloatVector.fromArray(SPECIES, array, scales + j);
      FloatVector rest = FloatVector.fromArray(SPECIES, array, rests + j);
      FloatVector d = FloatVector.fromArray(SPECIES, x, from + j).fma(unit, mean.neg());
      d.fma(scale, rest).intoArray(y, to + j);
    }
    if (j < columns.cols()) {
      VectorMask<Float> in = SPECIES.indexInRange(j, columns.cols());
      FloatVector unit = FloatVector.fromArray(SPECIES, array, units + j, in);
      FloatVector mean = FloatVector.fromArray(SPECIES, array, means + j, in);
      FloatVector scale = FloatVector.fromArray(SPECIES, array, scales + j, in);
      FloatVector rest = FloatVector.fromArray(SPECIES, array, rests + j, in);
      FloatVector d = FloatVector.fromArray(SPECIES, x, from + j, in).fma(unit, mean.neg());
      d.fma(scale, rest).intoArray(y, to + j, in);
    }
  }

  /** One descent step on {@code count} parameters. */
  static void descend(
      float[] parameters,
      int p,
      float[] velocity,
      int v,
      float[] gradient,
      int g,
      int count,
      Rates rates) {
    FloatVector decay = FloatVector.broadcast(SPECIES, rates.decay());
    FloatVector momentum = FloatVector.broadcast(SPECIES, rates.momentum());
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector parameter = FloatVector.fromArray(SPECIES, parameters, p + j, in);
      FloatVector slope = decay.fma(parameter, FloatVector.fromArray(SPECIES, gradient, g + j, in));
      FloatVector step =
          momentum.fma(
              FloatVector.fromArray(SPECIES, velocity, v + j, in), slope.mul(rates.rate()).neg());
      step.intoArray(velocity, v + j, in);
      parameter.add(step).intoArray(parameters, p + j, in);
    }
  }
}
