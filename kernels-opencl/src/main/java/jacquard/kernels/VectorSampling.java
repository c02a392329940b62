package jacquard.kernels;

import static jacquard.kernels.VectorTile.LANES;
import static jacquard.kernels.VectorTile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Random numbers of part of a row: {@link Philox} with one block of the counter in each lane. */
final class VectorSampling {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorShuffle<Long> ZIP_LOW = VectorShuffle.makeZip(LONGS, 0);
  private static final VectorShuffle<Long> ZIP_HIGH = VectorShuffle.makeZip(LONGS, 1);

  /** So many words come from one round of all lanes. */
  private static final int ROUND_WORDS = 4 * LONGS.length();

  private static final int PIECE = 16 * ROUND_WORDS;
  private static final ThreadLocal<int[]> WORDS = ThreadLocal.withInitial(() -> new int[PIECE]);

  private VectorSampling() {}

  /** What is drawn, and for which row. */
  record Draw(long seed, long draw, int row) {}

  /**
   * Bernoulli samples of {@code count} elements of a row.
   *
   * @param col the column of the first, a multiple of 4
   */
  static void bernoulli(Draw draw, int col, int count, float[] p, int pAt, float[] out, int at) {
    int[] words = WORDS.get();
    for (int from = 0; from < count; from += PIECE) {
      int length = Math.min(PIECE, count - from);
      words(draw, (col + from) / 4, length, words);
      bernoulli(words, length, p, pAt + from, out, at + from);
    }
  }

  private static void bernoulli(int[] words, int count, float[] p, int pAt, float[] out, int at) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      FloatVector u = scaled(word(words, j, 8), 0x1p-24f);
      FloatVector chance = FloatVector.fromArray(SPECIES, p, pAt + j, in);
      FloatVector drawn = FloatVector.zero(SPECIES).blend(1f, u.lt(chance));
      drawn.blend(chance, chance.test(VectorOperators.IS_NAN)).intoArray(out, at + j, in);
    }
  }

  /** Normal samples of a whole row. */
  static void normal(
      Draw draw, int count, float[] mean, int meanAt, float deviation, float[] out, int at) {
    int[] words = WORDS.get();
    for (int from = 0; from < count; from += PIECE) {
      int length = Math.min(PIECE, count - from);
      words(draw, from / 4, length, words);
      normal(words, length, mean, meanAt + from, deviation, out, at + from);
    }
  }

  private static void normal(
      int[] words, int count, float[] mean, int meanAt, float deviation, float[] out, int at) {
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, count);
      IntVector odd = word(words, j, 9).lanewise(VectorOperators.LSHL, 1).add(1 - (1 << 23));
      FloatVector x = scaled(odd, 0x1p-23f);
      FloatVector middle = FloatVector.fromArray(SPECIES, mean, meanAt + j, in);
      VectorMath.normalQuantile(x)
          .fma(FloatVector.broadcast(SPECIES, deviation), middle)
          .intoArray(out, at + j, in);
    }
  }

  /** Fills at least {@code count} words, four from each block from {@code low} on. */
  private static void words(Draw draw, int low, int count, int[] words) {
    for (int at = 0; at < count; at += ROUND_WORDS) {
      blocks(draw, low + at / 4, words, at);
    }
  }

  /** Words lie in the lower halves of the lanes; what the upper halves hold does not matter. */
  private static void blocks(Draw draw, int low, int[] words, int at) {
    LongVector c0 = LongVector.broadcast(LONGS, low).addIndex(1);
    LongVector c1 = LongVector.broadcast(LONGS, draw.row);
    LongVector c2 = LongVector.broadcast(LONGS, draw.draw);
    LongVector c3 = LongVector.broadcast(LONGS, draw.draw >>> 32);
    int k0 = (int) draw.seed;
    int k1 = (int) (draw.seed >>> 32);
    for (int round = 0; round < Philox.ROUNDS; round++) {
      LongVector p0 = c0.and(Philox.LOW).mul(Philox.MULTIPLIER_0);
      LongVector p1 = c2.and(Philox.LOW).mul(Philox.MULTIPLIER_1);
      c0 = upper(p1).lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.XOR, k0);
      c1 = p1;
      c2 = upper(p0).lanewise(VectorOperators.XOR, c3).lanewise(VectorOperators.XOR, k1);
      c3 = p0;
      k0 += Philox.WEYL_0;
      k1 += Philox.WEYL_1;
    }
    LongVector first = pair(c0, c1);
    LongVector second = pair(c2, c3);
    first.rearrange(ZIP_LOW, second).reinterpretAsInts().intoArray(words, at);
    first.rearrange(ZIP_HIGH, second).reinterpretAsInts().intoArray(words, at + ROUND_WORDS / 2);
  }

  private static LongVector upper(LongVector v) {
    return v.lanewise(VectorOperators.LSHR, 32);
  }

  private static LongVector pair(LongVector low, LongVector high) {
    return low.and(Philox.LOW).or(high.lanewise(VectorOperators.LSHL, 32));
  }

  private static IntVector word(int[] words, int at, int shift) {
    return IntVector.fromArray(INTS, words, at).lanewise(VectorOperators.LSHR, shift);
  }

  private static FloatVector scaled(IntVector bits, float scale) {
    return ((FloatVector) bits.convert(VectorOperators.I2F, 0)).mul(scale);
  }
}
