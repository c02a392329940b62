package jacquard.bench;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;

import jacquard.program.Program;
import jacquard.vm.Batched;
import jacquard.vm.Fn;
import jacquard.vm.Vm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time of a call in a plain run, in an optimized one, and in a loop of Java. */
@State(Scope.Benchmark)
public class CallBench {
  /** A program of calls. */
  public enum Calls {
    REPEAT_CALL(1_000_000),
    BUFFER_1000(500_000),
    BUFFER_1000_BATCHED(500_000),
    WEAVE_10(500_000);

    final long calls;

    Calls(long calls) {
      this.calls = calls;
    }
  }

  /** How the calls are made. */
  public enum Way {
    PLAIN,
    OPTIMIZED,
    LOOP
  }

  private static final int STACK = 1_000;

  /** The reader of {@link Workload}, which gives batches too. */
  public static final class BatchReader {
    private int position;

    /** The next of 1797 positions. */
    @Batched(by = "nextBatch")
    public int next() {
      position = (position + 1) % 1797;
      return position;
    }

    /** The next positions. */
    public int[] nextBatch(int count) {
      int[] values = new int[count];
      int at = position;
      for (int i = 0; i < count; i++) {
        at = at == 1796 ? 0 : at + 1;
        values[i] = at;
      }
      position = at;
      return values;
    }
  }

  @Param public Calls program = Calls.REPEAT_CALL;
  @Param public Way way = Way.PLAIN;

  private final Workload.Reader reader = new Workload.Reader();
  private final BatchReader batches = new BatchReader();
  private Program tree = Program.of(repeat(0));

  /** Builds the program. */
  @Setup
  public void build() {
    tree =
        Program.of(
            switch (program) {
              case REPEAT_CALL -> repeat(program.calls, call(Workload::doNothing));
              case BUFFER_1000 -> repeat(program.calls / STACK, buffer(STACK, call(reader::next)));
              case BUFFER_1000_BATCHED ->
                  repeat(program.calls / STACK, buffer(STACK, call(batches::next)));
              case WEAVE_10 -> Workload.weaveOf(10, program.calls / 10);
            });
  }

  /** All calls. */
  @Benchmark
  public Object run(Cpu cpu) throws Exception {
    cpu.count(program.calls);
    if (way == Way.LOOP) {
      return switch (program) {
        case REPEAT_CALL, WEAVE_10 -> loop(Workload::doNothing);
        case BUFFER_1000, BUFFER_1000_BATCHED -> stacks(cpu);
      };
    }
    Vm vm = tree.start();
    vm.optimize(way == Way.OPTIMIZED);
    return vm.run();
  }

  private long loop(Fn.P0 fn) throws Exception {
    for (long i = 0; i < program.calls; i++) {
      fn.call();
    }
    return program.calls;
  }

  private Object stacks(Cpu cpu) throws Exception {
    Fn.F0<Integer> next = program == Calls.BUFFER_1000 ? reader::next : batches::next;
    Object last = cpu;
    for (long i = 0; i < program.calls / STACK; i++) {
      int[] values = new int[STACK];
      for (int j = 0; j < STACK; j++) {
        values[j] = java.util.Objects.requireNonNull(next.call());
      }
      last = values;
    }
    return last;
  }
}
