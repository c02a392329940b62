package jacquard.bench;

import jacquard.program.Program;
import jacquard.vm.Vm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time of whole runs, their start included, of the programs that the greenlet peer runs. */
@State(Scope.Benchmark)
public class StepBench {
  @Param public Workload workload = Workload.REPEAT_CALL;

  private Program program = workload.program();

  /** Builds the program; the peer's time excludes that too. */
  @Setup
  public void build() {
    program = workload.program();
  }

  /** One whole run. */
  @Benchmark
  public Vm run(Cpu cpu) {
    Vm vm = program.start();
    vm.run();
    if (vm.steps() != workload.steps()) {
      throw new AssertionError(workload + " took " + vm.steps() + " steps");
    }
    cpu.count(vm.steps());
    return vm;
  }
}
