package jacquard.examples;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Task;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A component written in generator style: a loop that yields, its locals in a frame. */
final class UserGenerator implements Example {
  /** The primes in ascending order. */
  static final class Primes extends Generator<Primes.Locals> {
    /** What the loop remembers between two yields. */
    static final class Locals extends Frame {
      int prime = 2;
    }

    @Override
    public Locals start() {
      return new Locals();
    }

    @Override
    protected void generate(Locals f, Task self) {
      while (true) {
        self.yield(f.prime);
        f.prime = java.math.BigInteger.valueOf(f.prime).nextProbablePrime().intValueExact();
      }
    }
  }

  /** A list of the arrays it was given. */
  static final class Pages implements Stateful {
    private List<int[]> pages = new ArrayList<>();

    @Override
    public void state(State s) {
      pages = s.value("pages", pages);
    }

    void add(int[] page) {
      pages.add(page);
    }
  }

  @Override
  public About about() {
    return About.of(
        "generator",
        Topic.PROGRAMS,
        "A component written as a loop that yields: primes, buffered five at a time.");
  }

  @Override
  public Experiment experiment(long seed) {
    Pages pages = new Pages();
    return new Experiment()
        .component("pages", pages)
        .program(name(), repeat(3, buffer(5, generate(new Primes())), call(pages::add)));
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    experiment
        .component("pages", Pages.class)
        .pages
        .forEach(page -> out.println(Arrays.toString(page)));
  }
}
