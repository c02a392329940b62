package jacquard.program;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.vm.Args;
import jacquard.vm.StepException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is said of the steps left is true of random programs. */
class RemainingTest {
  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  @Provide
  Arbitrary<Args> arguments() {
    return Specs.arguments();
  }

  @Property(tries = 1000)
  void everyTaskIsDoneWhenItWasSaidToBe(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args) {
    Vm run = spec.program().start(args);
    IdentityHashMap<Task, Cost> left = new IdentityHashMap<>();
    IdentityHashMap<Task, Long> since = new IdentityHashMap<>();
    try {
      while (!run.isDone() && run.steps() < 100) {
        for (Task task : run.active()) {
          if (left.putIfAbsent(task, Remaining.of(run, task)) == null) {
            since.put(task, run.steps());
          }
        }
        for (Task task : run.active()) {
          Cost now = Remaining.of(run, task);
          assertTrue(now.least() >= 1, () -> task + " is done in " + now);
        }
        run.runHere(1);
        if (hasFailed(run)) {
          return;
        }
        for (Map.Entry<Task, Cost> entry : Map.copyOf(left).entrySet()) {
          Task task = entry.getKey();
          long passed = run.steps() - Objects.requireNonNull(since.get(task));
          if (task.isActive()) {
            assertFalse(
                passed >= entry.getValue().most(),
                () -> task + " was to be done in " + entry.getValue() + ", not after " + passed);
          } else {
            assertTrue(
                passed >= entry.getValue().least(),
                () -> task + " was to be done in " + entry.getValue() + ", not in " + passed);
            left.remove(task);
            since.remove(task);
          }
        }
      }
    } catch (StepException e) {
      // a failed step ends what can be said
    }
  }

  /** Whether a step of a Parallel's thread has failed while others go on. */
  private static boolean hasFailed(Vm run) {
    return run.active().stream()
        .map(task -> Objects.requireNonNull(task.frame()).locals().get("aside"))
        .anyMatch(
            aside -> aside instanceof boolean[] some && Arrays.toString(some).contains("true"));
  }
}
