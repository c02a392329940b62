package jacquard.bench;

import jacquard.program.Program;
import jacquard.vm.Vm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time of a step of a Weave in its stride: all threads are suspended and none ends. */
@State(Scope.Benchmark)
public class WeaveBench {
  private static final int STEPS = 400_000;

  @Param({"10", "100", "1000", "10000", "100000"})
  public int threads;

  private Vm vm = start(1);

  private static Vm start(int threads) {
    return Program.of(Workload.weaveOf(threads, Long.MAX_VALUE)).start();
  }

  /**
   * Has the bodies compiled. A body that is suspended while it is interpreted stays so for long,
   * and is larger and slower: among 100,000 threads for about half a minute.
   */
  static void warmUp() {
    start(1_000).run(2_000_000);
  }

  /**
   * Takes the entry and the first pass, after which every thread has its continuation, and has the
   * collector treat them as the old objects they soon are.
   */
  @Setup
  public void suspendAll() {
    warmUp();
    vm = start(threads);
    vm.run(1 + threads);
    System.gc();
  }

  /** Two passes or more, so that every thread has its turns. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void advance(Cpu cpu) {
    vm.run(STEPS);
    cpu.count(STEPS);
  }
}
