package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.weave;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Two trainers woven into one run: each step of the weave is one step of one of them. */
final class Weaving implements Example {
  /** A diary of updates, in the order they were made. */
  static final class Diary implements Stateful {
    private List<String> lines = new ArrayList<>();

    @Override
    public void state(State s) {
      lines = s.value("lines", lines);
    }

    void write(String line) {
      lines.add(line);
    }
  }

  /** A trainer that comes closer to its goal by a fixed share with each update. */
  static final class Trainer implements Stateful {
    private Diary diary = new Diary();
    private String name = "";
    private double goal;
    private double value;

    /** To be loaded. */
    private Trainer() {}

    Trainer(String name, double goal, Diary diary) {
      this.name = name;
      this.goal = goal;
      this.diary = diary;
    }

    @Override
    public void state(State s) {
      diary = s.value("diary", diary);
      name = s.value("name", name);
      goal = s.value("goal", goal);
      value = s.value("value", value);
    }

    void update() {
      value += (goal - value) / 2;
      diary.write(name + " " + value);
    }
  }

  @Override
  public About about() {
    return About.of(
        "weave",
        Topic.PROGRAMS,
        "Interleaves two trainers, a step of one and a step of the other.");
  }

  @Override
  public Experiment experiment(long seed) {
    Diary diary = new Diary();
    Trainer left = new Trainer("left", 8, diary);
    Trainer right = new Trainer("right", -8, diary);
    return new Experiment()
        .component("diary", diary)
        .component("left", left)
        .component("right", right)
        .program(
            name(),
            weave(
                repeat(3, call(left::update)).named("train_left"),
                repeat(3, call(right::update)).named("train_right")));
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    experiment.component("diary", Diary.class).lines.forEach(out::println);
  }
}
