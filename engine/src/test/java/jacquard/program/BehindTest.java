package jacquard.program;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.plugin.Counter;
import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The fraction of a run that is behind: it never shrinks, and goes with the steps. */
class BehindTest {
  private final Node one = call("one", () -> 1);
  private final Node zero = call("zero", () -> 0);

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  @Provide
  Arbitrary<Args> arguments() {
    return Specs.arguments();
  }

  @Property(tries = 1000)
  void itNeverShrinksAndIsWholeOnlyAtTheEnd(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args) {
    Vm run = spec.program().start(args);
    double before = 0;
    try {
      while (!run.isDone() && run.steps() < 200) {
        double done = Behind.of(run);
        double last = before;
        assertTrue(last - 1e-9 <= done && done < 1, () -> last + ", then " + done);
        before = done;
        run.runHere(1);
      }
    } catch (StepException e) {
      // a failed step ends what can be said
    }
  }

  /** How far the fraction is at most from that of the steps taken. */
  private static double off(Node node) {
    double all = Cost.of(node).least();
    Vm run = Program.of(node).start();
    double most = 0;
    while (!run.isDone()) {
      most = Math.max(most, Math.abs(Behind.of(run) - run.steps() / all));
      run.runHere(1);
    }
    assertEquals(1, Behind.of(run));
    assertEquals(all, (double) run.steps());
    return most;
  }

  @Test
  void itGoesWithTheStepsWhereTheTreeTellsThem() {
    Node layer = repeat(40, buffer(20, one), one);
    assertTrue(off(seq(layer, repeat(80, buffer(20, one), one))) < 0.002);
    assertTrue(off(repeat(3, one, layer, layer, checkpoint("a"), repeat(9, one))) < 0.002);
    assertTrue(off(weave(layer, loop(one))) < 0.002);
    assertTrue(off(weave(loop(one), layer)) < 0.002);
    assertTrue(off(parallel(layer, repeat(20, buffer(20, one), one))) < 0.02);
    assertTrue(off(choose(zero, layer)) < 0.002);
  }

  @Test
  void aSchedulerIsMostOfItsProgram() {
    Scheduler scheduler = new Scheduler("s");
    Plugin counter = Plugin.of("counter", new Counter(1, 50));
    counter.act(scheduler, scheduler.begin(), counter.next());
    scheduler.endOn(counter.end());
    Vm run = Program.of(repeat(2, repeat(1000, one), scheduler.node())).start();
    while (run.steps() < 2010) { // in the first scheduler
      assertTrue(Behind.of(run) < 1e-6);
      run.runHere(1);
    }
    while (!run.isDone() && run.steps() < 2500) {
      run.runHere(1);
    }
    assertEquals(0.5, Behind.of(run), 1e-6);
    run.run();
    assertEquals(1, Behind.of(run));
  }

  @Test
  void withinWhatHasNoEndItStays() {
    Vm run = Program.of(seq(one, loop(repeat(10, one)))).start();
    run.runHere(1000);
    assertTrue(Behind.of(run) < 1e-9);
  }
}
