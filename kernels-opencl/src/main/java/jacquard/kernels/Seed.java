package jacquard.kernels;

import java.nio.charset.StandardCharsets;

/**
 * The key of a stream of random numbers, and the root of a tree of keys by name.
 *
 * <p>A run has one seed; whatever needs random numbers takes a child of it: {@code
 * Seed.of(1).child("layer1").key()}. Children of other names, of other seeds and of other parents
 * have unrelated keys, as {@code SeedSequence.spawn} of NumPy and {@code jax.random.fold_in} give
 * them: a key is mixed from its parent's key and the name by {@link Philox}, with counters that no
 * stream uses. Where a seed plus 1 is taken instead, one run's second stream is the next run's
 * first.
 *
 * <p>Components mix their class and shape into the seed they are given, so components of different
 * kind or shape never share numbers, even with equal seeds. Twins of the same class, shape and seed
 * draw the same numbers: give each a child of its own.
 *
 * @param key of 64 bits, as the kernels and settings take it
 */
public record Seed(long key) {
  /** The lowest word of the counters that mix; streams count columns there, from 0 up. */
  private static final int MIXING = -1;

  private static final int NUMBER = -1;
  private static final int LENGTH = -2;

  /** The seed of a run, any number. */
  public static Seed of(long seed) {
    return new Seed(seed);
  }

  /** The seed of a part by its name. */
  public Seed child(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    Seed child = mixed(bytes.length, LENGTH);
    for (int from = 0; from < bytes.length; from += Long.BYTES) {
      long chunk = 0;
      for (int i = from; i < Math.min(from + Long.BYTES, bytes.length); i++) {
        chunk |= (bytes[i] & 0xFFL) << (8 * (i - from));
      }
      child = child.mixed(chunk, from / Long.BYTES);
    }
    return child;
  }

  /** The seed of a part by its number; no child by a name has it. */
  public Seed child(long number) {
    return mixed(number, NUMBER);
  }

  private Seed mixed(long what, int place) {
    int[] words = new int[4];
    Philox.block(key, what, place, MIXING, words);
    return new Seed(((long) words[1] << 32) | (words[0] & Philox.LOW));
  }
}
