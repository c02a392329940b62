package jacquard.event;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.program.Program;
import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Schedulers by example: the rules of {@code engine/docs/EVENTS.md}, one by one. */
class SchedulerTest {
  /** What was done, in order. */
  private final List<String> log = new ArrayList<>();

  /** A plugin that ends with every {@code length}-th iteration. */
  private final class Epochs implements Action, Stateful {
    private final String name;
    private final int length;
    private int done;

    Epochs(String name, int length) {
      this.name = name;
      this.length = length;
    }

    @Override
    public Fired act(Event event) {
      log.add(name + "<" + event);
      done++;
      return done % length == 0 ? Fired.end(done) : Fired.next(done);
    }

    @Override
    public void state(State s) {
      done = s.value("done", done);
    }
  }

  private Plugin plugin(String name, int length) {
    return Plugin.of(name, new Epochs(name, length));
  }

  private static Args run(Node node, Object... values) {
    return Program.of(node).start(values).run();
  }

  @Test
  void theSeedsFixedEpochTrainer() {
    Scheduler sched = new Scheduler("fixed_epochs");
    Plugin model = plugin("model", 3);
    Plugin counter = plugin("counter", 2);
    Plugin save = Plugin.of("save", call("save", () -> log.add("save")));
    model.act(sched, sched.begin(), model.next(), counter.next());
    counter.act(sched, model.end());
    save.act(sched, counter.end());
    sched.endOn(save.next());
    assertEquals(Args.of(true), run(sched.node()));
    assertEquals(
        List.of(
            "model<begin",
            "model<model.next(1)",
            "model<model.next(2)",
            "counter<model.end(3)",
            "model<counter.next(1)",
            "model<model.next(4)",
            "model<model.next(5)",
            "counter<model.end(6)",
            "save"),
        log);
  }

  @Test
  void thoseWhoListenActInOrderOfRegistrationBeforeTheNextEvent() {
    Scheduler sched = new Scheduler("order");
    Plugin a = plugin("a", 9);
    Plugin b = plugin("b", 9);
    Plugin c = plugin("c", 1);
    b.act(sched, sched.begin());
    a.act(sched, sched.begin());
    c.act(sched, a.next());
    a.act(sched, b.next());
    sched.endOn(c.end());
    run(sched.node());
    assertEquals(List.of("b<begin", "a<begin", "a<b.next(1)", "c<a.next(1)", "c<a.next(2)"), log);
  }

  @Test
  void theEndIsHeardInsideAndDropsWhatWaits() {
    Scheduler sched = new Scheduler("ends");
    Plugin a = plugin("a", 2);
    Plugin late = plugin("late", 9);
    Plugin bye = plugin("bye", 9);
    a.act(sched, sched.begin(), a.next());
    sched.endOn(a.end());
    late.act(sched, a.end(), bye.next());
    bye.act(sched, sched.end());
    assertEquals(Args.of(2), run(sched.node()));
    assertEquals(List.of("a<begin", "a<a.next(1)", "bye<end(2)"), log);
  }

  @Test
  void schedulersNestAndTellIterationsOutward() {
    Scheduler inner = new Scheduler("inner");
    Plugin worker = plugin("worker", 4);
    worker.act(inner, inner.begin(), worker.next());
    inner.nextOn(worker.next().every(2));
    inner.endOn(worker.end());

    Scheduler outer = new Scheduler("outer");
    Plugin trainer = Plugin.of(inner);
    Plugin listener = plugin("listener", 9);
    trainer.act(outer, outer.begin());
    listener.act(outer, trainer.next());
    outer.endOn(trainer.end());
    assertEquals(worker, outer.plugin("inner/worker"));
    plugin("hook", 9).act(inner, outer.plugin("inner/worker").next().once());
    assertEquals(Args.of(4), run(seq(outer.node(), call("id", (Object x) -> x))));
    assertEquals(
        List.of(
            "worker<begin",
            "worker<worker.next(1)",
            "hook<worker.next(1)",
            "worker<worker.next(2)",
            "listener<inner.next(2)",
            "worker<worker.next(3)"),
        log);
  }

  @Test
  void killedPluginsActNoMoreButAreHeard() {
    Scheduler sched = new Scheduler("kills");
    Plugin a = plugin("a", 9);
    Plugin b = plugin("b", 9);
    Plugin c = plugin("c", 3);
    a.act(sched, sched.begin(), c.next());
    b.act(sched, a.next(), c.next());
    a.kill(sched, a.next());
    c.act(sched, b.next());
    sched.endOn(c.end());
    run(sched.node());
    assertEquals(
        List.of(
            "a<begin",
            "b<a.next(1)",
            "c<b.next(1)",
            "b<c.next(1)",
            "c<b.next(2)",
            "b<c.next(2)",
            "c<b.next(3)"),
        log);
  }

  @Test
  void programsActAndSchedulersStandInPrograms() {
    Scheduler sched = new Scheduler("mixed");
    Plugin work =
        Plugin.of(
            "work",
            repeat(
                2,
                call("inc", (Integer x) -> x + 1),
                call(
                    "log",
                    (Integer x) -> {
                      log.add("at " + x);
                      return x;
                    })));
    work.act(sched, sched.begin());
    sched.endOn(work.next());
    assertEquals(Args.of(14), run(repeat(2, sched.node()), 10));
    assertEquals(List.of("at 11", "at 12", "at 13", "at 14"), log);
  }

  @Test
  void nobodyEndsIt() {
    Scheduler sched = new Scheduler("stuck");
    Plugin a = plugin("a", 9);
    a.act(sched, sched.begin());
    sched.endOn(a.end());
    StepException e = assertThrows(StepException.class, () -> run(sched.node()));
    assertTrue(
        String.valueOf(e.getMessage())
            .contains(
                "nothing more happens in the scheduler stuck: every event was delivered and none"
                    + " ended it; a waits for begin; its end waits for a.end;"),
        e.getMessage());
  }

  @Test
  void cyclesMeetTheirBudget() {
    Scheduler sched = new Scheduler("cycle").budget(100);
    Plugin a = plugin("a", 1000);
    a.act(sched, sched.begin(), a.next());
    sched.endOn(a.end());
    StepException e = assertThrows(StepException.class, () -> run(sched.node()));
    assertTrue(
        String.valueOf(e.getMessage()).contains("has delivered 100 events, its budget"),
        e.getMessage());
    assertEquals(100, log.size());
  }

  @Test
  void wiringIsCheckedWhenItIsMade() {
    Scheduler sched = new Scheduler("bad");
    Plugin a = plugin("a", 1);
    Plugin other = plugin("other", 1);
    a.act(sched, sched.begin());
    refused("a never fires step; it may fire [end, next]", () -> a.on("step"));
    refused("the scheduler bad has two plugins named a", () -> plugin("a", 1).act(sched, a.end()));
    refused("the scheduler bad never ends; say when, as in endOn(counter.end())", sched::node);
    refused("say on which events", () -> a.act(sched));
    sched.endOn(other.end());
    refused("the scheduler bad listens to other.end, which nobody fires in it", sched::node);
    refused("the scheduler bad has no plugin x; it has [a]", () -> sched.plugin("x"));
    refused("every takes a positive number, not 0", () -> a.next().every(0));
    Scheduler good = new Scheduler("good");
    a.act(good, good.begin());
    good.endOn(a.end());
    good.node();
    refused("the scheduler good is part of a program already", () -> a.act(good, a.next()));
  }

  private static void refused(String message, Runnable call) {
    ProgramException e = assertThrows(ProgramException.class, call::run);
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  @Test
  void failuresFollowThePolicy() {
    for (OnFailure policy : OnFailure.values()) {
      log.clear();
      int[] calls = {0};
      Scheduler sched = new Scheduler("fails").onFailure(policy);
      Plugin a = plugin("a", 4);
      Plugin bad =
          Plugin.of(
              "bad",
              call(
                  "bad",
                  (Integer x) -> {
                    if (calls[0]++ == 1) {
                      throw new IllegalStateException("broken");
                    }
                    log.add("bad " + x);
                    return x;
                  }));
      a.act(sched, sched.begin(), a.next());
      bad.act(sched, a.next());
      sched.endOn(a.end());
      Vm vm = Program.of(sched.node()).start();
      if (policy == OnFailure.STOP) {
        StepException e = assertThrows(StepException.class, vm::run);
        assertTrue(String.valueOf(e.getMessage()).contains("broken"), e.getMessage());
      }
      assertEquals(Args.of(4), vm.run());
      List<String> heard = log.stream().filter(line -> line.startsWith("bad")).toList();
      assertEquals(
          switch (policy) {
            case STOP -> List.of("bad 1", "bad 2", "bad 3");
            case KILL -> List.of("bad 1");
            case LOG -> List.of("bad 1", "bad 3");
          },
          heard);
    }
  }

  @Test
  void triggersCount() {
    Trigger tick = new Trigger.On("t", "next");
    Trigger tock = new Trigger.On("s", "next");
    assertEquals(List.of(2, 5), met(tick.every(3), "ttttttt"));
    assertEquals(List.of(0), met(tick.once(), "ttt"));
    assertEquals(List.of(2, 3), met(tick.after(2), "tttt"));
    assertEquals(List.of(0, 1), met(tick.until(tock), "ttstt"));
    assertEquals(List.of(0, 2, 3), met(Trigger.anyOf(tick, tock.every(2)), "tsst"));
    assertEquals(List.of(2, 5), met(Trigger.allOf(tick, tock), "ttsstt".replace("stt", "sst")));
    assertEquals(List.of(1, 3), met(tick.where(x -> x instanceof Integer i && i % 2 == 1), "tttt"));
    assertEquals(Set.of("t.next", "s.next"), Trigger.allOf(tick, tock).keys());
    assertEquals("every 3 (t.next or s.next)", Trigger.anyOf(tick, tock).every(3).toString());
  }

  private static List<Integer> met(Trigger trigger, String events) {
    List<Integer> at = new ArrayList<>();
    long[] counts = new long[trigger.counters() + 2];
    for (int i = 0; i < events.length(); i++) {
      if (trigger.meets(new Event(events.substring(i, i + 1), "next", i), counts, 1)) {
        at.add(i);
      }
    }
    assertFalse(counts[0] != 0 || counts[counts.length - 1] != 0, "counts of others");
    return at;
  }

  @Test
  void itIsPrintedWithItsWiring() {
    Scheduler sched = new Scheduler("fixed");
    Plugin model = plugin("model", 3);
    model.act(sched, sched.begin(), model.next().every(2));
    sched.endOn(model.end());
    assertEquals(
        """
        /    fixed: scheduler ends on model.end                             1 or more steps
        /0     model: call Epochs.act, acts on begin or every 2 model.next  1 step
        """
            .replaceAll(" +", " "),
        Program.of(sched.node()).print().replaceAll(" +", " "));
  }
}
