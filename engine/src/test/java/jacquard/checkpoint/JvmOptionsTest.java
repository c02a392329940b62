package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Autosave;
import jacquard.experiment.Experiment;
import jacquard.laws.Spec;
import jacquard.program.Program;
import jacquard.program.Programs;
import jacquard.vm.Args;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Jump;
import jacquard.vm.Node;
import jacquard.vm.Observer;
import jacquard.vm.ProgramException;
import jacquard.vm.StepException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual machines that were started without the options that the guides name. */
class JvmOptionsTest {
  private static final String EXPORTS = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";
  private static final String ALLOWED = "--sun-misc-unsafe-memory-access=allow";

  @TempDir private Path directory = Path.of("");

  private static Child.Result java(Class<?> main, List<String> options, String... args) {
    Child.Result result = Child.runBare(main, options, Duration.ofMinutes(2), args);
    assertEquals(0, result.code(), () -> String.join("\n", result.lines()));
    return result;
  }

  // ---- continuations ----------------------------------------------------------------------------

  /** Runs random programs of the constructs that need no continuation, and tells all of it. */
  static final class Plain {
    private static final int PROGRAMS = 300;
    private static final long LIMIT = 400;

    public static void main(String[] args) {
      lines().forEach(System.out::println);
    }

    static List<String> lines() {
      List<String> lines = new ArrayList<>();
      for (int seed = 0; seed < PROGRAMS; seed++) {
        Spec spec = spec(new Random(seed), 4);
        String watched = watched(spec.program().start(2L));
        String plain = end(spec.program().start(2L), false);
        String optimized = end(spec.program().start(2L), true);
        lines.add("program " + seed + " " + watched + " " + plain + " " + optimized);
      }
      return lines;
    }

    private static Spec spec(Random random, int depth) {
      if (depth == 0 || random.nextInt(4) == 0) {
        String[] calls = {"next", "next:5", "say:a", "tee", "const:2", "inc", "fail:3", "noop"};
        return Spec.call(calls[random.nextInt(calls.length)]);
      }
      List<Spec> children = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        children.add(spec(random, depth - 1));
      }
      return switch (random.nextInt(5)) {
        case 0 -> Spec.of("SEQ", 0, children);
        case 1 -> Spec.of("REPEAT", random.nextInt(4), children);
        case 2 -> Spec.of("LOOP", 0, children);
        case 3 -> Spec.of("BUFFER", random.nextInt(4), List.of(Spec.call("next:5")));
        default -> {
          children.addFirst(Spec.call("cyc:" + children.size()));
          yield Spec.of("CHOOSE", 0, children);
        }
      };
    }

    /** Everything an observer of every step sees. */
    private static String watched(Vm run) {
      StringBuilder seen = new StringBuilder();
      run.observe(
          new Observer() {
            @Override
            public void onStep(long step, Jump jump) {
              seen.append(step).append(jump).append(';');
            }

            @Override
            public void onCall(long step, Task call, Args args, @Nullable Object result) {
              seen.append(step).append(call.path()).append(args).append('=').append(result);
            }
          });
      return Integer.toHexString((seen + end(run, false)).hashCode());
    }

    private static String end(Vm run, boolean optimize) {
      run.optimize(optimize);
      try {
        run.runHere(LIMIT);
        return run.steps() + " " + run.jump();
      } catch (StepException e) {
        return "fails " + e.step() + " " + e.dispatched() + " " + e.path() + " " + e.kind();
      }
    }
  }

  @Test
  void constructsThatNeedNoContinuationRunTheSameWithoutTheOption() {
    List<String> lines = java(Plain.class, List.of()).lines();
    assertEquals(Plain.lines(), lines.stream().filter(l -> l.startsWith("program ")).toList());
  }

  /** No locals. */
  static final class Empty extends Frame {}

  /** A generator. */
  static final class Ones extends Generator<Empty> {
    @Override
    public Empty start() {
      return new Empty();
    }

    @Override
    protected void generate(Empty f, Task self) {
      while (true) {
        self.yield(1);
      }
    }
  }

  /** Runs what does need one, twice, from threads of both kinds. */
  static final class Needing {
    private static int calls;

    public static void main(String[] args) throws InterruptedException {
      Node call = Programs.call("count", () -> calls++);
      List<Node> programs =
          List.of(
              Programs.seq(call, Programs.weave(call)),
              Programs.seq(call, Programs.parallel(call)),
              Programs.seq(call, Programs.generate(new Ones())));
      for (Node program : programs) {
        Vm run = Program.of(program).start();
        tell(() -> run.run());
        tell(() -> run.runHere(1));
        run.optimize(true);
        Thread virtual = Thread.ofVirtual().start(() -> tell(() -> run.run(1)));
        virtual.join();
      }
      System.out.println("calls " + calls);
    }

    private static void tell(Runnable action) {
      try {
        action.run();
        System.out.println("told nothing");
      } catch (Throwable t) {
        System.out.println("told " + t.getClass().getSimpleName() + ": " + t.getMessage());
      }
    }
  }

  @Test
  void whatNeedsAContinuationNamesTheOptionBeforeTheFirstStep() {
    List<String> lines = java(Needing.class, List.of()).lines();
    List<String> told = lines.stream().filter(l -> l.startsWith("told")).toList();
    assertEquals(9, told.size(), lines::toString);
    for (String line : told) {
      assertTrue(line.startsWith("told " + ProgramException.class.getSimpleName()), line);
      assertTrue(line.contains("--add-exports java.base/jdk.internal.vm=ALL-UNNAMED"), line);
    }
    assertTrue(told.get(0).contains("weave"), told.get(0));
    assertTrue(told.get(6).contains("generate Ones"), told.get(6));
    assertTrue(lines.contains("calls 0"), lines::toString);
  }

  // ---- memory -----------------------------------------------------------------------------------

  /** A component. */
  static final class Counter implements Stateful {
    private int n;

    @Override
    public void state(State s) {
      n = s.value("n", n);
    }

    int next() {
      return ++n;
    }
  }

  /** Saves in a directory, by Autosave and by hand, and tells how it went. */
  static final class Saving {
    public static void main(String[] args) {
      Path directory = Path.of(args[0]);
      Counter counter = new Counter();
      Experiment experiment =
          new Experiment()
              .types(Counter.class)
              .component("counter", counter)
              .program("main", Programs.repeat(3, Programs.call(counter::next)));
      experiment.start("main");
      for (int i = 0; i < 2; i++) {
        Needing.tell(() -> experiment.save(directory.resolve("x.jqd")));
      }
      Needing.tell(
          () -> {
            Autosave autosave = new Autosave(directory, warning -> {});
            try {
              autosave.run(experiment, "main", 9);
            } finally {
              autosave.close();
            }
          });
      System.out.println("counter " + counter.n);
    }
  }

  private List<String> saved(String... options) {
    return java(Saving.class, List.of(options), directory.toString()).lines();
  }

  @Test
  void aJvmThatDeniesAccessToMemoryIsToldWithTheOptionBeforeTheFirstStep() throws IOException {
    List<String> lines = saved(EXPORTS, "--sun-misc-unsafe-memory-access=deny");
    List<String> told = lines.stream().filter(l -> l.startsWith("told")).toList();
    assertEquals(3, told.size(), lines::toString);
    for (String line : told) {
      assertTrue(line.startsWith("told CheckpointException"), line);
      assertTrue(line.contains("start Java with " + ALLOWED), line);
    }
    assertTrue(lines.contains("counter 0"), lines::toString);
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.filter(f -> f.toString().contains("jqd")).toList());
    }
  }

  @Test
  void savingNeedsNoContinuationsAndSaysNothingOfItsOwn() {
    List<String> lines = saved(ALLOWED);
    assertEquals(
        List.of("told nothing", "told nothing", "told nothing", "counter 3"),
        lines.stream().filter(l -> l.startsWith("told") || l.startsWith("counter")).toList());
    assertFalse(lines.stream().anyMatch(l -> l.contains("ERROR")), lines::toString);
  }
}
