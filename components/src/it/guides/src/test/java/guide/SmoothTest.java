package guide;

import static jacquard.program.Programs.call;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.laws.Laws;
import jacquard.plugin.Counter;
import jacquard.vm.Args;
import net.jqwik.api.Example;

class SmoothTest {
  /** Stands for a validation error. */
  static final class Falling implements Stateful {
    private double error = 1;

    @Override
    public void state(State s) {
      error = s.value("error", error);
    }

    double next() {
      error /= 2;
      return error;
    }
  }

  private static Scheduler scheduler(Falling error, Smooth smooth) {
    Scheduler sched = new Scheduler("smoothed");
    Plugin validate = Plugin.of("validate", call(error::next));
    Plugin average = Plugin.of("average", smooth);
    Plugin four = Plugin.of("four", new Counter(1, 4));
    average.act(sched, validate.next());
    four.act(sched, average.next());
    validate.act(sched, sched.begin(), four.next());
    return sched.endOn(four.end());
  }

  private static Experiment experiment() {
    Falling error = new Falling();
    Scheduler sched = scheduler(error, new Smooth(0.5));
    return new Experiment()
        .types(Falling.class, Smooth.class)
        .component("error", error)
        .plugins(sched)
        .program("main", sched.node());
  }

  @Example
  void theAverageFollows() {
    Experiment experiment = experiment();
    experiment.start("main").run();
    Smooth smooth = experiment.component("average", Smooth.class);
    assertEquals(0.15625, smooth.average()); // of 1/2, 1/4, 1/8, 1/16
  }

  @Example
  void savingChangesNothing() {
    Laws.savingChangesNothing(
        SmoothTest::experiment, "main", Args.EMPTY, 500, Falling.class, Smooth.class);
  }
}
