package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.plugin.Numbers;
import jacquard.vm.Atomic;
import jacquard.vm.ProgramException;
import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * An action that watches the latest numbers: at each it fires {@code next} with one statistic of
 * them. NaN among them makes each statistic NaN.
 */
@Atomic
public final class Monitor implements Action, Stateful {
  /** What is fired. */
  public enum Statistic {
    /** The arithmetic mean. */
    MEAN,
    /** The middle one, or the mean of the two in the middle. */
    MEDIAN,
    /** The lowest. */
    BEST
  }

  private int window;
  private Statistic fires;
  private double[] latest = {};

  /**
   * A monitor that has seen nothing.
   *
   * @param window how many numbers it looks back, at least 1
   * @throws ProgramException if it is less
   */
  public Monitor(int window, Statistic fires) {
    if (window < 1) {
      throw new ProgramException("a monitor looks back at 1 or more numbers, not " + window);
    }
    this.window = window;
    this.fires = fires;
  }

  /** To be loaded. */
  private Monitor() {
    this(1, Statistic.MEAN);
  }

  @Override
  public void state(State s) {
    window = s.value("window", window);
    fires = s.value("fires", fires);
    latest = s.value("latest", latest);
  }

  @Override
  public Fired act(Event event) {
    double number = Numbers.of(event, "a monitor watches");
    int kept = Math.min(latest.length, window - 1);
    double[] next = new double[kept + 1];
    System.arraycopy(latest, latest.length - kept, next, 0, kept);
    next[kept] = number;
    latest = next;
    return Fired.next(
        switch (fires) {
          case MEAN -> mean();
          case MEDIAN -> median();
          case BEST -> best();
        });
  }

  /** The mean of the latest numbers; NaN before the first. */
  public double mean() {
    return StatUtils.mean(latest);
  }

  /** The median of the latest numbers; NaN before the first. */
  public double median() {
    return hasNaN() ? Double.NaN : StatUtils.percentile(latest, 50);
  }

  /** The lowest of the latest numbers; NaN before the first. */
  public double best() {
    return hasNaN() ? Double.NaN : StatUtils.min(latest);
  }

  private boolean hasNaN() {
    return Arrays.stream(latest).anyMatch(Double::isNaN);
  }

  /** Forgets the numbers. */
  public void clear() {
    latest = new double[0];
  }
}
