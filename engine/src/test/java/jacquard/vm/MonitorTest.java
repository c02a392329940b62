package jacquard.vm;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.program.Program;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Timeout;

/** Components that wait for monitors, in more runs than there are processors. */
@Timeout(60)
class MonitorTest {
  /** A queue as it is written by hand. */
  static final class Queue {
    private final ArrayDeque<Integer> numbers = new ArrayDeque<>();

    synchronized void put(int number) {
      numbers.add(number);
      notifyAll();
    }

    synchronized int take() throws InterruptedException {
      while (numbers.isEmpty()) {
        wait();
      }
      return numbers.remove();
    }
  }

  /** Where the waiting call stands. */
  enum Shape {
    REPEAT,
    WEAVE,
    GENERATOR
  }

  private static Node waiting(Shape shape, Queue queue) {
    Node take = call("take", queue::take);
    return switch (shape) {
      case REPEAT -> repeat(2, seq(take));
      case WEAVE -> weave(repeat(2, take), loop(seq(call("noop", () -> {}))));
      case GENERATOR ->
          repeat(
              2,
              generate(
                  Written.body(
                      (f, self) -> {
                        while (true) {
                          self.yield(queue.take());
                        }
                      })));
    };
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void waitingRunsDoNotKeepOthersFromRunning(
      @ForAll Shape shape,
      @ForAll boolean isVirtual,
      @ForAll boolean optimizes,
      @ForAll @IntRange(min = 1, max = 4) int more)
      throws InterruptedException {
    Queue queue = new Queue();
    int runs = Runtime.getRuntime().availableProcessors() + more;
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Vm run = Program.of(waiting(shape, queue)).start();
      run.optimize(optimizes);
      callers.add(caller(isVirtual, run));
    }
    for (Thread thread : callers) {
      while (thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW) {
        Thread.onSpinWait();
      }
    }
    callers.add(
        caller(isVirtual, Program.of(repeat(2L * runs, call("put", () -> queue.put(1)))).start()));
    for (Thread thread : callers) {
      thread.join();
    }
    assertEquals(0, queue.numbers.size());
  }

  private static Thread caller(boolean isVirtual, Vm run) {
    return isVirtual ? Thread.ofVirtual().start(run::run) : Thread.ofPlatform().start(run::run);
  }
}
