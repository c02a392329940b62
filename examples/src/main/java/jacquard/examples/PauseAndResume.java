package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.program.Position;
import jacquard.vm.Vm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run that is paused, saved into a file, loaded from it and taken to its end. */
final class PauseAndResume implements Example {
  /** The sum of what it was given: all that the run learns. */
  static final class Sum implements Stateful {
    private long next = 1;
    private long sum;

    @Override
    public void state(State s) {
      next = s.value("next", next);
      sum = s.value("sum", sum);
    }

    void add() {
      sum += next++;
    }
  }

  @Override
  public About about() {
    return About.of(
        "pause-and-resume",
        Topic.PROGRAMS,
        "Pauses a run after any step, saves it, loads it again: the same as never stopped.");
  }

  @Override
  public Experiment experiment(long seed) {
    Sum sum = new Sum();
    return new Experiment().component("sum", sum).program(name(), repeat(100, call(sum::add)));
  }

  /** The whole run has ended; now another one, in two halves. */
  @Override
  public void report(Experiment experiment, PrintWriter out) {
    out.println("not stopped: " + experiment.component("sum", Sum.class).sum);
    Experiment first = experiment(1);
    Vm run = first.start(name());
    run.run(50);
    out.println("paused: " + first.component("sum", Sum.class).sum);
    out.println("it stands in " + Position.of(run).words());

    Experiment second = saveAndLoad(first);
    second.run(name()).run();
    out.println("resumed: " + second.component("sum", Sum.class).sum);
    Experiment whole = experiment(1);
    whole.start(name()).run();
    boolean same = second.checkpoint().fingerprint().equals(whole.checkpoint().fingerprint());
    out.println(same ? "the same bits" : "other bits");
  }

  private static Experiment saveAndLoad(Experiment experiment) {
    try {
      Path file = Files.createTempFile("paused", ".jqd");
      experiment.save(file);
      Experiment loaded = Experiment.load(file); // in this process, or in any other
      Files.delete(file);
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save", e);
    }
  }
}
