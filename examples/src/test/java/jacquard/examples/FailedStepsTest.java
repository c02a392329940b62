package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointDiff;
import jacquard.experiment.Experiment;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.learn.Backend;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/**
 * Runs in which one call of a kernel fails, as that of a lost device does: what is saved after it,
 * or the checkpoint before it where the run says that it may have been changed, ends in the bits of
 * the undisturbed run.
 *
 * <p>The whole, with 40 failures at each of six places, is {@code mvn -pl examples test
 * -Dtest=FailedStepsTest -DfailedSteps=40}.
 */
class FailedStepsTest {
  private static final int TRIES = Integer.getInteger("failedSteps", 3);

  private static final Set<String> NO_OPERATIONS =
      Set.of("name", "deviceName", "isOnArrays", "array", "close", "toString", "hashCode");

  private long calls;
  private long failing = Long.MAX_VALUE;
  private boolean isMemory;

  private Kernels kernels() {
    Kernels real = new JavaKernels();
    return (Kernels)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, args) -> {
              if (method.getName().equals("equals")) {
                return proxy == args[0];
              }
              if (!NO_OPERATIONS.contains(method.getName()) && ++calls == failing) {
                if (isMemory) {
                  throw new OutOfMemoryError("injected");
                }
                throw new IllegalStateException("device lost (injected)");
              }
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  /** A stretch of a run. */
  private record Stretch(Example example, long from, long until, List<String> options) {
    @Override
    public String toString() {
      return example.about().name() + " from " + from;
    }
  }

  private static List<Stretch> stretches() {
    List<String> kfold = List.of("--folds", "3", "--rounds", "100");
    List<String> dbn = List.of("--folds", "3", "--pretraining", "1", "--patience", "2");
    return List.of(
        new Stretch(new KFoldDigits(), 1500, 4500, kfold),
        new Stretch(new KFoldDigits(), 9000, 11000, kfold),
        new Stretch(new KFoldDigits(), 26000, 29000, kfold),
        new Stretch(new DbnCrossval(), 0, 9000, dbn),
        new Stretch(new EarlyStoppingExample(), 0, 4000, List.of()),
        new Stretch(new ParallelPca(), 0, 50, List.of()));
  }

  @TestFactory
  Stream<DynamicTest> aFailedStepIsSavedOnlyIfItChangedNothing() {
    return stretches().stream()
        .map(it -> DynamicTest.dynamicTest(it.toString(), () -> failNowAndThen(it)));
  }

  private void failNowAndThen(Stretch it) {
    Kernels before = Backend.current();
    try {
      Backend.use(kernels());
      if (!it.options.isEmpty()) {
        new CommandLine(it.example).parseArgs(it.options.toArray(String[]::new));
      }
      Experiment begun = it.example.experiment(1);
      it.example.measure(begun);
      String name = it.example.about().name();
      begun.start(name);
      run(begun.run(name), it.from);
      Checkpoint good = begun.checkpoint();
      // Loaded too: a run that never was shares constants such as List.of() that others do not.
      Experiment undisturbed = Experiment.restore(Checkpoint.of(good.bytes()), Map.of());
      calls = 0;
      run(undisturbed.run(name), it.until);
      long operations = calls;
      byte[] wanted = undisturbed.checkpoint().bytes();
      Random random = new Random(it.from);
      int saved = 0;
      for (int i = 0; i < TRIES; i++) {
        isMemory = i % 4 == 3;
        long at = 1 + (long) (random.nextDouble() * operations);
        Experiment resumed = resumed(good, name, at, it.until);
        saved += isMemory ? 0 : 1;
        run(resumed.run(name), it.until);
        Checkpoint end = resumed.checkpoint();
        assertArrayEquals(
            wanted,
            end.bytes(),
            () -> it + ", operation " + at + ": " + CheckpointDiff.of(Checkpoint.of(wanted), end));
      }
      assertTrue(saved > 0);
    } finally {
      Backend.use(before);
    }
  }

  /** What somebody has who resumes after an operation has failed. */
  private Experiment resumed(Checkpoint good, String name, long at, long until) {
    Experiment disturbed = Experiment.restore(Checkpoint.of(good.bytes()), Map.of());
    Vm run = disturbed.run(name);
    run.printTo(line -> {});
    calls = 0;
    failing = at;
    Checkpoint newest = good;
    try {
      run(run, until);
      newest = disturbed.checkpoint();
    } catch (StepException e) {
      failing = Long.MAX_VALUE;
      assertEquals(!isMemory, e.changedNothing(), e.getMessage());
      newest = e.changedNothing() ? disturbed.checkpoint() : good;
    } finally {
      failing = Long.MAX_VALUE;
    }
    return Experiment.restore(Checkpoint.of(newest.bytes()), Map.of());
  }

  private static void run(Vm run, long until) {
    if (!run.isDone() && run.steps() < until) {
      run.printTo(line -> {});
      run.run(until - run.steps());
    }
  }
}
