package jacquard.plugin;

import jacquard.vm.ProgramException;

/** A number that is a function of a count from 0, such as a learning rate of the epoch. */
public sealed interface Schedule {
  /** The number at a count from 0 on; the same bits everywhere. */
  double at(long n);

  /** Always the same. */
  static Schedule constant(double rate) {
    return new Step(rate, 1, 1);
  }

  /** Multiplied by a factor at each {@code every}-th count. */
  static Schedule step(double rate, double factor, long every) {
    return new Step(rate, factor, every);
  }

  /** Multiplied by a factor at each count. */
  static Schedule exponential(double rate, double factor) {
    return new Step(rate, factor, 1);
  }

  /** Falling along half a cosine to {@code last}, where it stays from {@code length} on. */
  static Schedule cosine(double rate, double last, long length) {
    return new Cosine(rate, last, length);
  }

  /** This one, after rising to its first number in {@code length} equal parts. */
  default Schedule warmedUp(long length) {
    return new WarmUp(this, length);
  }

  /**
   * Steps of a geometric series.
   *
   * @param rate at 0, positive
   * @param factor positive
   * @param every how many counts a step lasts, positive
   */
  record Step(double rate, double factor, long every) implements Schedule {
    /** Checks the ranges. */
    public Step {
      positive("a rate", rate);
      positive("a factor", factor);
      positive("the length of a step", (double) every);
    }

    @Override
    public double at(long n) {
      long steps = n / every;
      return rate * StrictMath.pow(factor, (double) steps);
    }
  }

  /**
   * Half a cosine.
   *
   * @param rate at 0, positive
   * @param last from {@code length} on, positive
   * @param length positive
   */
  record Cosine(double rate, double last, long length) implements Schedule {
    /** Checks the ranges. */
    public Cosine {
      positive("a rate", rate);
      positive("the last rate", last);
      positive("a length", (double) length);
    }

    @Override
    public double at(long n) {
      double share = (double) Math.min(n, length) / length;
      return last + (rate - last) * (1 + StrictMath.cos(StrictMath.PI * share)) / 2;
    }
  }

  /**
   * A rise before another schedule.
   *
   * @param length positive
   */
  record WarmUp(Schedule then, long length) implements Schedule {
    /** Checks the range. */
    public WarmUp {
      positive("a length", (double) length);
    }

    @Override
    public double at(long n) {
      return n < length ? then.at(0) * (n + 1) / length : then.at(n - length);
    }
  }

  private static void positive(String what, double number) {
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw new ProgramException(what + " must be positive and finite, is " + number);
    }
  }
}
