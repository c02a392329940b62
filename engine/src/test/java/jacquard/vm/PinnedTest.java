package jacquard.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.program.Program;
import jacquard.program.Programs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that suspend, or components that block, below frames no continuation can leave. */
@Timeout(60)
class PinnedTest {
  /** No locals. */
  static final class Empty extends Frame {}

  /** Yields below a native frame, unless told to yield properly. */
  static final class YieldsInComparator extends Generator<Empty> {
    boolean properly;

    @Override
    public Empty start() {
      return new Empty();
    }

    @Override
    protected void generate(Empty frame, Task self) throws Exception {
      if (properly) {
        self.yield("sorted");
      } else {
        NativeSort.below(() -> self.yield("unsorted"));
      }
    }
  }

  @Test
  void yieldingBelowANativeFrameIsAClearErrorAndTheRunCanGoOn() {
    YieldsInComparator generator = new YieldsInComparator();
    Vm run = Program.of(Programs.seq(Programs.generate(generator))).start();
    StepException e = Expect.stepFails(run::run, "suspended below a native frame");
    assertEquals("/0", e.path());
    assertEquals(1, e.step());
    assertEquals("/0 <- / ()", run.jump().toString());
    generator.properly = true;
    assertEquals(Args.of("sorted"), run.run());
  }

  /** Gives up yielding below the native frame and yields from the body instead. */
  static final class TriesInComparator extends Generator<Empty> {
    private final boolean asksChild;

    TriesInComparator(boolean asksChild) {
      this.asksChild = asksChild;
    }

    @Override
    public Empty start() {
      return new Empty();
    }

    @Override
    protected void generate(Empty frame, Task self) throws Exception {
      try {
        NativeSort.below(
            () -> {
              if (asksChild) {
                self.call(0, Args.of("lost"));
              } else {
                self.yield("lost");
              }
            });
      } catch (ProgramException e) {
        self.yield("caught");
      }
      self.yield("second");
    }
  }

  @Test
  void aBodyMayCatchTheErrorAndSuspendElsewhere() {
    for (boolean asksChild : new boolean[] {false, true}) {
      Node tries =
          Programs.generate(new TriesInComparator(asksChild), Programs.call("id", (String s) -> s));
      Vm run = Program.of(Programs.seq(tries, tries)).start();
      assertEquals(Args.of("caught"), run.run());
      Vm twice = Program.of(Programs.buffer(2, tries)).start();
      Args both = twice.run();
      assertEquals(Args.of((Object) new String[] {"caught", "second"}), both);
    }
  }

  @Test
  void yieldingInAClassInitializerIsAClearError() {
    Generator<Empty> generator =
        new Generator<>() {
          @Override
          public Empty start() {
            return new Empty();
          }

          @Override
          protected void generate(Empty frame, Task self) throws Exception {
            Holder.task = self;
            Class.forName(Holder.class.getName() + "$Late", true, getClass().getClassLoader());
          }
        };
    Vm run = Program.of(Programs.generate(generator)).start();
    Expect.stepFails(run::run, "a task cannot be suspended below");
    assertEquals(0, run.steps());
  }

  /** Hands the task to the initializer of {@link Late}. */
  static final class Holder {
    static @Nullable Task task;

    /** Yields while it is initialized. */
    static final class Late {
      static {
        Task self = task;
        if (self != null) {
          self.yield("never");
        }
      }
    }
  }

  /** Sleeps below a native frame. */
  static final class SleepingSort {
    int sleeps;

    String sort() throws Exception {
      NativeSort.below(
          () -> {
            Thread.sleep(5);
            sleeps++;
          });
      return "slept";
    }
  }

  @Test
  void aComponentMayBlockBelowANativeFrameInAWeaveOrGenerator() {
    SleepingSort sort = new SleepingSort();
    Node call = Programs.call(sort::sort);
    assertEquals(Args.of("slept"), Program.of(call).start().run());
    Program.of(Programs.weave(Programs.weave(call, call))).start().run();
    assertEquals(Args.of("slept"), Program.of(Programs.generate(new Sorts(sort))).start().run());
    assertEquals(4, sort.sleeps);
  }

  /** Lets a component sort in its own body. */
  static final class Sorts extends Generator<Empty> {
    private final SleepingSort sort;

    Sorts(SleepingSort sort) {
      this.sort = sort;
    }

    @Override
    public Empty start() {
      return new Empty();
    }

    @Override
    protected void generate(Empty frame, Task self) throws Exception {
      self.yield(sort.sort());
    }
  }

  @Test
  void aWholeRunMayGoOnBelowANativeFrame() throws Exception {
    int[] result = new int[1];
    Node sleeps =
        Programs.call(
            "sleep",
            () -> {
              Thread.sleep(5);
              return 7;
            });
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    NativeSort.below(
                        () -> {
                          Vm run = Program.of(Programs.seq(Programs.weave(sleeps), sleeps)).start();
                          run.runHere(Long.MAX_VALUE);
                          result[0] = (Integer) run.result().get(0);
                        });
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
    thread.join();
    assertEquals(7, result[0]);
  }
}
