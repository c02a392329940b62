package jacquard.event;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.plugin.Counter;
import jacquard.program.Components;
import jacquard.program.Format;
import jacquard.program.Problem;
import jacquard.program.Program;
import jacquard.program.Rewrite;
import jacquard.program.Selectors;
import jacquard.vm.Args;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedulers as programs: printed, checked, searched, hooked and rewritten as any other. */
class SchedulerFormsTest {
  /** Something to call. */
  static final class Work implements Stateful {
    private int done;
    private int seen;

    @Override
    public void state(State s) {
      done = s.value("done", done);
      seen = s.value("seen", seen);
    }

    int work() {
      return ++done;
    }

    int doubly() {
      done += 2;
      return done;
    }

    void see() {
      seen++;
    }

    int two(int a, int b) {
      return a + b;
    }
  }

  private final Work work = new Work();

  private Experiment experiment() {
    Scheduler inner = new Scheduler("inner");
    Plugin model = Plugin.of("model", repeat(2, call(work::work)));
    Plugin epochs = Plugin.of("epochs", new Counter(1, 3));
    model.act(inner, inner.begin(), epochs.next());
    epochs.act(inner, model.next().until(epochs.end()));
    model.kill(inner, model.next().after(90));
    inner.nextOn(model.next());
    inner.endOn(epochs.end());
    Scheduler outer = new Scheduler("outer");
    Plugin trainer = Plugin.of(inner);
    Plugin runs = Plugin.of("runs", new Counter(1, 2));
    trainer.act(outer, outer.begin(), runs.next());
    runs.act(outer, trainer.end());
    outer.endOn(runs.end());
    return new Experiment()
        .types(Work.class)
        .component("work", work)
        .plugins(outer)
        .program("main", seq(outer.node()));
  }

  @Test
  void textHasPathsPluginsAndEvents() {
    assertEquals(
        """
        / seq 3 or more steps
        /0 outer: scheduler ends on runs.end 1 or more steps
        /0/0 inner: scheduler next on model.next, ends on epochs.end, acts on begin or runs.next 1 or more steps
        /0/0/0 model: repeat 2, acts on begin or epochs.next, killed on after 90 model.next 5 steps
        /0/0/0/0 call work.work 1 step
        /0/0/1 epochs: call inner_epochs.act, acts on model.next until epochs.end 1 step
        /0/1 runs: call runs.act, acts on inner.end 1 step
        """,
        experiment().program("main").print().replaceAll(" +", " ").replace(" \n", "\n"));
  }

  @Test
  void graphsHaveTheEventsOnTheirEdges() {
    Program program = experiment().program("main");
    String dot = program.print(Format.DOT);
    assertTrue(dot.contains("n1 -> n2 [label=\"acts on begin or runs.next\"];"), dot);
    assertTrue(dot.contains("outer: scheduler ends on runs.end"), dot);
    String mermaid = program.print(Format.MERMAID);
    assertTrue(mermaid.contains("n1 -->|acts on begin or runs.next| n2"), mermaid);
  }

  @Test
  void itsTextNamesTheWiringAndParsesBack() {
    Program program = experiment().program("main");
    String text = program.print(Format.PLAIN);
    assertEquals(
        """
        seq
          outer: generate outer
            inner: generate inner
              model: repeat 2
                call work.work
              epochs: call inner_epochs.act
            runs: call runs.act
        """,
        text);
    Program parsed = Program.parse(text, program.components());
    assertEquals(program.print(), parsed.print());
    parsed.start().run();
    assertEquals(12, work.done);
  }

  @Test
  void withoutANameThereIsNoTextAndItSaysWhere() {
    Program program = Program.of(experiment().program("main").root());
    ProgramException e = assertThrows(ProgramException.class, () -> program.print(Format.PLAIN));
    assertTrue(String.valueOf(e.getMessage()).startsWith("/0 (outer: scheduler"), e.getMessage());
  }

  @Test
  void pluginsCannotBeTakenFromItsWiring() {
    Program program = experiment().program("main");
    String text = "seq\n  generate outer\n    call work.work\n";
    ProgramException e =
        assertThrows(ProgramException.class, () -> Program.parse(text, program.components()));
    assertTrue(
        String.valueOf(e.getMessage()).contains("outer is wired for 2 plugins, not 1"),
        e.getMessage());
  }

  @Test
  void whereARunStandsIsMarked() {
    Experiment experiment = experiment();
    Vm run = experiment.start("main");
    run.run(12);
    String page = experiment.program("main").print(Format.TEXT, run);
    assertTrue(page.contains("<- event 1"), page);
  }

  @Test
  void problemsAreFoundWithin() {
    assertEquals(List.of(), experiment().check("main"));
    Scheduler sched = new Scheduler("bad");
    Plugin wrong = Plugin.of("wrong", seq(call(work::work), call(work::two)));
    wrong.act(sched, sched.begin());
    sched.endOn(wrong.next());
    List<Problem> problems =
        Program.of(sched.node(), Components.NONE.with("work", work)).check(Args.EMPTY);
    assertEquals(List.of("/0/1"), problems.stream().map(Problem::path).toList());
  }

  @Test
  void callsWithinAreFoundHookedAndReplaced() {
    Experiment plain = experiment();
    Vm undisturbed = plain.start("main");
    undisturbed.run();
    int done = work.done;

    work.done = 0;
    Experiment hooked = experiment();
    hooked.rewrite("main", p -> p.find(Selectors.calls(work::work)).after(work::see));
    Vm run = hooked.start("main");
    run.run();
    assertEquals(done, work.done);
    assertEquals(done, work.seen);
    assertEquals(undisturbed.steps(), run.steps());

    work.done = 0;
    Experiment replaced = experiment();
    Vm under = replaced.start("main");
    under.run(40);
    int before = work.done;
    Rewrite rewrite =
        replaced.rewriteWhenFree(
            "main", p -> p.find(Selectors.calls(work::work)).replaceWith(call(work::doubly)), 10);
    assertTrue(rewrite.toString().contains("/0/0/0/0"), rewrite.toString());
    under.run();
    assertEquals(before + 2 * (done - before), work.done);
  }
}
