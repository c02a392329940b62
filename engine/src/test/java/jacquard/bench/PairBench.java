package jacquard.bench;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The time of a bare continuation's yield and the run that resumes it, on a virtual thread as
 * programs run: the yardstick of a step.
 */
@State(Scope.Benchmark)
public class PairBench {
  private static final int PAIRS = 1_000_000;
  private static final ContinuationScope SCOPE = new ContinuationScope("bare");

  private final Continuation bare =
      new Continuation(
          SCOPE,
          () -> {
            while (true) {
              Continuation.yield(SCOPE);
            }
          });

  /** A million pairs, so that starting the thread does not count. */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public void pair(Cpu cpu) throws InterruptedException {
    Thread.ofVirtual().start(this::pairs).join();
    cpu.count(PAIRS);
  }

  private void pairs() {
    for (int i = 0; i < PAIRS; i++) {
      bare.run();
    }
  }
}
