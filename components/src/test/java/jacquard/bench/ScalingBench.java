package jacquard.bench;

import jacquard.flow.JobMembers;
import jacquard.flow.Work;
import jacquard.flow.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The measurement behind {@code SCALING.md}: what a job costs on workers of each kind, and rows of
 * jobs that only wait, beside the model and the simulation.
 *
 * <p>Jobs that wait need no processor, so more workers than processors show what the master can do.
 * Arguments: a directory, which is not used.
 */
public final class ScalingBench {
  /** A job that waits so long and gives back its datum. */
  public record Nap(double millis) implements Work<float[], float[]> {
    @Override
    public float[] apply(float[] datum) {
      long end = System.nanoTime() + (long) (millis * 1e6);
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return datum;
    }
  }

  private static final int TURNS = 5;
  private static final int[] COUNTS = {1, 2, 4, 8};
  private static final double[] NAPS = {2, 10};
  private static final double SPREAD = 0;

  private ScalingBench() {}

  private static double time(Workers workers, double millis, int jobs, int floats) {
    List<float[]> data = Collections.nCopies(jobs, new float[floats]);
    Nap nap = new Nap(millis);
    workers.run(nap, data); // starts what is to be started
    double[] times = new double[TURNS];
    for (int i = 0; i < TURNS; i++) {
      long since = System.nanoTime();
      workers.run(nap, data);
      times[i] = (System.nanoTime() - since) / 1e6;
    }
    Arrays.sort(times);
    return times[TURNS / 2];
  }

  /** Workers of a kind, and what else is to be ended. */
  private record Started(Workers workers, @Nullable JobMembers members) implements AutoCloseable {
    static Started of(String kind, int count) throws IOException {
      return switch (kind) {
        case "threads" -> new Started(Workers.threads(count, Nap.class), null);
        case "processes" -> new Started(Workers.processes(count, Nap.class), null);
        default -> cluster(count);
      };
    }

    private static Started cluster(int count) throws IOException {
      String[] names = new String[count + 1];
      for (int i = 0; i < names.length; i++) {
        names[i] = "m" + i;
      }
      JobMembers members =
          new JobMembers(
              Files.createTempDirectory("members"),
              List.of("-Xmx200m"),
              new Class<?>[] {Nap.class},
              names);
      for (int i = 1; i < names.length; i++) {
        members.start(names[i]);
      }
      return new Started(members.master(names[0], count), members);
    }

    @Override
    public void close() throws IOException {
      workers.close();
      if (members != null) {
        try {
          members.close();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }
  }

  /** What a job costs: alone, while its worker waits, and at most, while the master is busy. */
  private static Scaling cost(String kind) throws IOException {
    double own;
    try (Started one = Started.of(kind, 1)) {
      time(one.workers, 0, 2000, 1); // compiled
      own = time(one.workers, 10, 100, 1) / 100 - 10;
    }
    try (Started many = Started.of(kind, 4)) {
      time(many.workers, 0, 2000, 1);
      return new Scaling(own, time(many.workers, 0, 2000, 1) / 2000);
    }
  }

  private static double millisEachMegabyte(String kind) throws IOException {
    try (Started two = Started.of(kind, 2)) {
      int floats = 1 << 20;
      time(two.workers, 0, 20, floats);
      return time(two.workers, 0, 20, floats) / 20 / (2 * 4 * floats / 1e6);
    }
  }

  /** Prints costs, then a line for each row. */
  public static void main(String[] args) throws IOException {
    for (String kind : List.of("threads", "processes", "cluster")) {
      Scaling cost = cost(kind);
      System.out.printf(
          Locale.ROOT,
          "%s: a job takes %.3f ms beside its work, the master is busy for %.3f ms of it, and %.2f"
              + " ms for each MB there or back%n",
          kind,
          cost.own(),
          cost.master(),
          millisEachMegabyte(kind));
      System.out.println(
          "workers  work ms  measured  model  simulated  (times faster than the work alone)");
      List<String> lines = new ArrayList<>();
      for (double nap : NAPS) {
        for (int count : COUNTS) {
          int jobs = 50 * count;
          try (Started workers = Started.of(kind, count)) {
            double measured = jobs * nap / time(workers.workers, nap, jobs, 1);
            double simulated =
                jobs * nap / ScalingSimulation.time(cost, jobs, nap, SPREAD, count, 1);
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%7d %8.0f %9.2f %6.2f %10.2f",
                    count,
                    nap,
                    measured,
                    cost.speedUp(jobs, nap, count),
                    simulated));
          }
        }
      }
      lines.forEach(System.out::println);
      predictions(kind, cost);
    }
  }

  /** What simulation and model say of more workers than there are here. */
  private static void predictions(String kind, Scaling cost) {
    System.out.println("simulated for " + kind + ", work +- 50 %, 20 jobs a worker (model):");
    for (double work : new double[] {10, 100, 1000, 10_000}) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%6.0f ms", work));
      for (int count : new int[] {10, 100, 1000}) {
        int jobs = 20 * count;
        double simulated = jobs * work / ScalingSimulation.time(cost, jobs, work, 0.5, count, 1);
        double model = cost.speedUp(jobs, work, count);
        line.append(String.format(Locale.ROOT, "  %d: %.0f (%.0f)", count, simulated, model));
      }
      System.out.println(line);
    }
  }
}
