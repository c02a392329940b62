package jacquard.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The processor time of an iteration for each step: what the greenlet peer measures, and what stays
 * true on a machine that has other work.
 *
 * <p>It is the whole process's, so collecting garbage counts.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Cpu {
  private static final OperatingSystemMXBean OS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private long start;
  private long steps;

  /** Begins an iteration. */
  @Setup(Level.Iteration)
  public void start() {
    steps = 0;
    start = OS.getProcessCpuTime();
  }

  /** Counts the steps of one call of the benchmark. */
  void count(long steps) {
    this.steps += steps;
  }

  /** The iteration's result. */
  public double cpuPerStep() {
    return (double) (OS.getProcessCpuTime() - start) / steps;
  }
}
