package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Selectors.calls;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.vm.Moment;
import java.io.PrintWriter;
import java.util.Locale;

/** Hooks that watch a program from outside, and one that changes the program itself. */
final class Hooks implements Example {
  /** Newton's method for the square root of 2. */
  static final class Root implements Stateful {
    private double x = 100;

    @Override
    public void state(State s) {
      x = s.value("x", x);
    }

    void improve() {
      x = (x + 2 / x) / 2;
    }

    double error() {
      return Math.abs(x * x - 2);
    }

    /** Told by a hook: where the run stands, and how far off it is. */
    void look(Moment moment) {
      moment.print(String.format(Locale.ROOT, "%s: off by %.1e", moment.where(), error()));
    }
  }

  @Override
  public About about() {
    return About.of(
        "hooks",
        Topic.PROGRAMS,
        "Watches a program with hooks, which take no step, then rewrites a part of it.");
  }

  @Override
  public Experiment experiment(long seed) {
    Root root = new Root();
    Experiment experiment =
        new Experiment()
            .component("root", root)
            .program(name(), repeat(12, call(root::improve)).counting("turn"));
    // The program knows nothing of it; each third time is enough.
    experiment.rewrite(name(), p -> p.find(calls(root::improve)).every(3).after(root::look));
    return experiment;
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    Root root = experiment.component("root", Root.class);
    out.println("the root is " + root.x);

    // A rewrite changes the program: here each turn improves twice.
    Experiment twice = new Experiment().component("root", new Root());
    Root other = twice.component("root", Root.class);
    twice.program(name(), repeat(6, call(other::improve)).counting("turn"));
    out.println(
        twice.rewrite(name(), p -> p.find(calls(other::improve)).around(c -> repeat(2, c))));
    twice.start(name()).run();
    out.println("the root is " + other.x);
  }
}
