package jacquard.vm;

/**
 * The steps that threads are to have taken when some more are shared out to those with the fewest.
 */
final class Shares {
  private Shares() {}

  /**
   * How many steps each thread is to have taken: as many as it would have, or a few less, if the
   * steps were taken one by one by the thread with the fewest, and no thread ended.
   *
   * @param taken by each thread so far
   * @param alive which can take more
   * @param budget how many may be taken together
   * @param longest how many more the thread with the fewest may take
   */
  static long[] of(long[] taken, boolean[] alive, long budget, long longest) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < taken.length; i++) {
      least = alive[i] ? Math.min(least, taken[i]) : least;
    }
    long low = least; // a level that the budget reaches
    long high = least == Long.MAX_VALUE ? least : least + longest;
    while (low < high) {
      long level = low + (high - low + 1) / 2;
      if (reaches(budget, taken, alive, level)) {
        low = level;
      } else {
        high = level - 1;
      }
    }
    long[] until = taken.clone();
    for (int i = 0; i < taken.length; i++) {
      until[i] = alive[i] ? Math.max(low, taken[i]) : taken[i];
    }
    return until;
  }

  private static boolean reaches(long budget, long[] taken, boolean[] alive, long level) {
    long left = budget;
    for (int i = 0; i < taken.length && left >= 0; i++) {
      left -= alive[i] ? Math.max(0, level - taken[i]) : 0;
    }
    return left >= 0;
  }
}
