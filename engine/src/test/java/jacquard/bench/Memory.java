package jacquard.bench;

import jacquard.program.Program;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * The memory of a Weave whose threads, a million unless told otherwise, are all suspended.
 *
 * <p>Measured as the heap in use after a collection.
 */
public final class Memory {
  private Memory() {}

  /** Prints what one thread costs, built, started and suspended. */
  public static void main(String[] args) {
    int threads = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    WeaveBench.warmUp();
    long empty = used();
    Program program = Program.of(Workload.weaveOf(threads, Long.MAX_VALUE));
    long built = used();
    Vm vm = program.start();
    long started = used();
    vm.run(1 + 3L * threads);
    long suspended = used();
    long live = vm.active().stream().filter(Task::isActive).count() - 1;
    if (live != threads) {
      throw new AssertionError(live + " live tasks, not " + threads);
    }
    System.out.printf(
        Locale.ROOT,
        "memory %d live tasks: %d B a task suspended, + %d B its places in the run,"
            + " + %d B its nodes in the program%n",
        live,
        (suspended - started) / threads,
        (started - built) / threads,
        (built - empty) / threads);
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
