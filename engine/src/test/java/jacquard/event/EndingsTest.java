package jacquard.event;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.plugin.Counter;
import jacquard.program.Program;
import jacquard.trace.Profile;
import jacquard.trace.TraceEvents;
import jacquard.vm.Node;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of endings in {@code engine/docs/EVENTS.md}, row by row, and what failures leave. */
class EndingsTest {
  private final List<String> heard = new ArrayList<>();

  /** Says what it hears. */
  private Plugin listener(String name) {
    return Plugin.of(
        name,
        new Action() {
          @Override
          public Fired act(Event event) {
            heard.add(name + "<" + event);
            return Fired.NOTHING;
          }
        });
  }

  /**
   * An inner scheduler of some rounds within an outer one, each with a listener to all there is.
   *
   * @param inner how the inner one counts its rounds
   * @param killAt the round that kills the inner scheduler; more than all for never
   */
  private Scheduler nested(Plugin inner, OnFailure policy, long killAt) {
    Scheduler sched = new Scheduler("inner");
    listener("within").act(sched, sched.begin(), inner.next(), sched.end());
    sched.nextOn(inner.next());
    inner.act(sched, sched.begin(), inner.next());
    sched.endOn(inner.end());

    Scheduler outer = new Scheduler("outer").onFailure(policy);
    Plugin meta = Plugin.of(sched);
    Plugin clock = Plugin.of("clock", new Counter(1, 12));
    meta.act(outer, outer.begin());
    clock.act(outer, outer.begin(), clock.next());
    listener("outside").act(outer, meta.next(), meta.end(), outer.end());
    meta.kill(outer, meta.next().every(killAt));
    outer.endOn(clock.end());
    return outer;
  }

  private List<String> heardBy(String who) {
    return heard.stream().filter(line -> line.startsWith(who)).toList();
  }

  @Test
  void met() {
    Program.of(nested(Plugin.of("c", new Counter(1, 3)), OnFailure.STOP, 99).node()).start().run();
    assertEquals(
        List.of("within<begin", "within<c.next(1)", "within<c.next(2)", "within<end(3)"),
        heardBy("within"));
    assertEquals(
        List.of(
            "outside<inner.next(1)",
            "outside<inner.next(2)",
            "outside<inner.end(3)",
            "outside<end(12)"),
        heardBy("outside"));
    assertTrue(heard.indexOf("within<end(3)") < heard.indexOf("outside<inner.end(3)"));
  }

  @Test
  void killed() {
    Program.of(nested(Plugin.of("c", new Counter(1, 9)), OnFailure.STOP, 2).node()).start().run();
    assertEquals(
        List.of("within<begin", "within<c.next(1)", "within<c.next(2)"), heardBy("within"));
    assertEquals(
        List.of("outside<inner.next(1)", "outside<inner.next(2)", "outside<end(12)"),
        heardBy("outside"));
  }

  /** A plugin that throws at its second round: within its action, or deep in a program. */
  private static List<Plugin> failing() {
    int[] calls = {0};
    Node bad =
        call(
            "bad",
            () -> {
              calls[0]++;
              if (calls[0] == 2) {
                throw new IllegalStateException("broken");
              }
              return calls[0] == 4 ? Fired.end(4) : Fired.next(calls[0]);
            });
    Node nothing = call("nothing", () -> {});
    return List.of(
        Plugin.of("c", bad),
        Plugin.of("c", seq(repeat(1, seq(bad)))),
        Plugin.of("c", seq(weave(repeat(3, nothing), seq(nothing, nothing)), seq(bad))));
  }

  @Test
  void aStepFails() {
    for (int i = 0; i < failing().size(); i++) {
      heard.clear();
      Vm run = Program.of(nested(failing().get(i), OnFailure.STOP, 99).node()).start();
      StepException e = assertThrows(StepException.class, run::run);
      assertTrue(String.valueOf(e.getMessage()).contains("broken"), e.getMessage());
      List<String> before = List.copyOf(heard);
      assertEquals(List.of("within<begin", "within<c.next(1)"), heardBy("within"));
      assertThrows(IllegalStateException.class, run::result);
      assertEquals(before, heard, "a failed step fires nothing");
      run.run(); // the step is taken again, and does not fail twice
      assertEquals(
          List.of("within<begin", "within<c.next(1)", "within<c.next(3)", "within<end(4)"),
          heardBy("within"));
    }
  }

  @Test
  void aFailureKillsTheInnerSchedulerItHappensIn() {
    for (OnFailure policy : List.of(OnFailure.KILL, OnFailure.LOG)) {
      for (int i = 0; i < failing().size(); i++) {
        heard.clear();
        Vm run = Program.of(nested(failing().get(i), policy, 99).node()).start();
        run.optimize(i % 2 == 0);
        run.run();
        assertEquals(List.of("within<begin", "within<c.next(1)"), heardBy("within"));
        assertEquals(List.of("outside<inner.next(1)", "outside<end(12)"), heardBy("outside"));
        assertTrue(
            run.all().stream().allMatch(task -> task.frame() == null), "all frames are let go of");
      }
    }
  }

  @Test
  void observersAreToldOfEveryStep(@TempDir Path directory) {
    for (int i = 0; i < failing().size(); i++) {
      Vm run = Program.of(nested(failing().get(i), OnFailure.KILL, 99).node()).start();
      try (Profile profile = Profile.of(run);
          TraceEvents trace = TraceEvents.of(run, directory.resolve(i + ".json"), false)) {
        run.run();
        assertEquals(run, trace.run());
        Profile.Spent all = Objects.requireNonNull(profile.whole().get(run.root()));
        assertTrue(all.steps() >= run.steps() - 1, all + " of " + run.steps());
      }
    }
  }

  @Test
  void aLoggedOneStartsAnew() {
    Scheduler sched = new Scheduler("logs").onFailure(OnFailure.LOG);
    Plugin bad = failing().get(1);
    Plugin clock = Plugin.of("clock", new Counter(1, 6));
    clock.act(sched, sched.begin(), clock.next());
    bad.act(sched, clock.next());
    listener("l").act(sched, bad.next(), bad.end());
    sched.endOn(clock.end());
    Program.of(sched.node()).start().run();
    assertEquals(List.of("l<c.next(1)", "l<c.next(3)", "l<c.end(4)"), heard);
  }

  @Test
  void failuresInAThreadOfAWeaveGoToItsOwnScheduler() {
    Scheduler sched = new Scheduler("in_thread").onFailure(OnFailure.KILL);
    Plugin bad = failing().get(2);
    Plugin clock = Plugin.of("clock", new Counter(1, 6));
    bad.act(sched, sched.begin(), clock.next());
    clock.act(sched, sched.begin(), clock.next());
    sched.endOn(clock.end());
    Node other = repeat(1000, call("other", () -> {}));
    Vm run = Program.of(weave(sched.node(), other)).start();
    run.run();
    assertTrue(run.isDone());
  }

  @Test
  void aPlainFailureOfADeadlockIsTheOuterOnes() {
    Scheduler stuck = new Scheduler("stuck");
    Plugin never = Plugin.of("never", new Counter(5, 5));
    never.act(stuck, stuck.begin());
    stuck.endOn(never.end());
    Scheduler outer = new Scheduler("outer").onFailure(OnFailure.KILL);
    Plugin meta = Plugin.of(stuck);
    Plugin clock = Plugin.of("clock", new Counter(1, 4));
    meta.act(outer, outer.begin(), clock.next());
    clock.act(outer, outer.begin(), clock.next());
    outer.endOn(clock.end());
    assertEquals(4L, Program.of(outer.node()).start().run().get(0));
  }

  @Test
  void pausedSavedAndResumed() {
    Scheduler whole = quietly();
    Vm undisturbed = Program.of(whole.node()).start();
    undisturbed.run();
    Scheduler sched = quietly();
    Experiment experiment = new Experiment().plugins(sched).program("main", sched.node());
    Vm run = experiment.start("main");
    while (!run.isDone()) {
      experiment = Experiment.restore(experiment.checkpoint(), Map.of());
      run = experiment.run("main");
      run.run(1);
    }
    assertEquals(undisturbed.steps(), run.steps());
    assertEquals(undisturbed.result(), run.result());
  }

  private static Scheduler quietly() {
    Scheduler sched = new Scheduler("inner");
    Plugin counter = Plugin.of("c", new Counter(1, 5));
    counter.act(sched, sched.begin(), counter.next());
    sched.nextOn(counter.next()).endOn(counter.end());
    Scheduler outer = new Scheduler("outer");
    Plugin meta = Plugin.of(sched);
    Plugin heard = Plugin.of("heard", new Counter(2, 4));
    meta.act(outer, outer.begin());
    heard.act(outer, meta.next());
    return outer.endOn(heard.end());
  }
}
