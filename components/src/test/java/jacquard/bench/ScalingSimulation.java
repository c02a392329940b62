package jacquard.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A simulation of a row of jobs on workers, event by event, as {@code jacquard.flow} does them: the
 * master hands out jobs one at a time and takes results back one at a time, half of its time each;
 * it runs ahead of the first job that is not done by two jobs a worker, and joins in order.
 *
 * <p>What {@link Scaling} leaves out is here: jobs of different lengths, and waiting for the first
 * in order.
 */
final class ScalingSimulation {
  private enum Kind {
    SENT,
    WORKED,
    BACK
  }

  private record Event(double time, Kind kind, int job, long number) {}

  private final Scaling cost;
  private final double[] work;
  private final int window;
  private final boolean[] back;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::time).thenComparing(Event::number));
  private final ArrayDeque<Event> queue = new ArrayDeque<>();
  private boolean busy;
  private int idle;
  private int next;
  private int joined;
  private long number;

  private ScalingSimulation(Scaling cost, double[] work, int workers) {
    this.cost = cost;
    this.work = work;
    this.window = 2 * workers;
    this.idle = workers;
    this.back = new boolean[work.length];
  }

  /**
   * How long a row takes, in milliseconds.
   *
   * @param spread of the jobs' work: its standard deviation, as a share of the mean; gamma
   */
  static double time(Scaling cost, int jobs, double work, double spread, int workers, long seed) {
    double[] each = new double[jobs];
    Random random = new Random(seed);
    for (int i = 0; i < jobs; i++) {
      each[i] = work * gamma(random, spread);
    }
    return new ScalingSimulation(cost, each, workers).run();
  }

  /** Of mean 1: the sum of as many exponentials as come nearest to the spread. */
  private static double gamma(Random random, double spread) {
    if (spread <= 0) {
      return 1;
    }
    int shape = (int) Math.max(1, Math.round(1 / (spread * spread)));
    double sum = 0;
    for (int i = 0; i < shape; i++) {
      sum -= Math.log(1 - random.nextDouble());
    }
    return sum / shape;
  }

  private double run() {
    double now = 0;
    handOut(now);
    while (!events.isEmpty()) {
      Event event = events.remove();
      now = event.time;
      switch (event.kind) {
        case SENT -> {
          free(now);
          add(now + work[event.job] + cost.own() - cost.master(), Kind.WORKED, event.job);
        }
        case WORKED -> ask(new Event(now, Kind.BACK, event.job, 0));
        case BACK -> {
          back[event.job] = true;
          while (joined < back.length && back[joined]) {
            joined++;
          }
          idle++;
          free(now);
          handOut(now);
        }
      }
    }
    if (!Arrays.equals(back, filled(back.length))) {
      throw new IllegalStateException("jobs were left");
    }
    return now;
  }

  private static boolean[] filled(int length) {
    boolean[] filled = new boolean[length];
    Arrays.fill(filled, true);
    return filled;
  }

  private void handOut(double now) {
    while (idle > 0 && next < work.length && next < joined + window) {
      idle--;
      ask(new Event(now, Kind.SENT, next++, 0));
    }
  }

  /** What needs the master waits until it is free. */
  private void ask(Event wanted) {
    queue.add(wanted);
    serve(wanted.time);
  }

  private void free(double now) {
    busy = false;
    serve(now);
  }

  private void serve(double now) {
    if (!busy && !queue.isEmpty()) {
      busy = true;
      Event wanted = queue.remove();
      add(now + cost.master() / 2, wanted.kind, wanted.job);
    }
  }

  private void add(double time, Kind kind, int job) {
    events.add(new Event(time, kind, job, number++));
  }
}
