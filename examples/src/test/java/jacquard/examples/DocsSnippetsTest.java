package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Selectors.calls;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Digits;
import jacquard.data.Minibatches;
import jacquard.event.Action;
import jacquard.event.Fired;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.flow.Workers;
import jacquard.kernels.Rates;
import jacquard.kernels.VectorKernels;
import jacquard.learn.Softmax;
import jacquard.plugin.Counter;
import jacquard.plugin.SaveBest;
import jacquard.program.Optimized;
import jacquard.program.Program;
import jacquard.program.Rewrite;
import jacquard.vm.Moment;
import jacquard.vm.Node;
import jacquard.vm.Vm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents' Java, compiled and run; {@link DocsTest} checks that it is the same text. */
class DocsSnippetsTest {
  /** Stands for an RBM. */
  static final class Machine implements Stateful {
    private int updates;

    @Override
    public void state(State s) {
      updates = s.value("updates", updates);
    }

    int filt() {
      return 0;
    }

    void cd1Update() {
      updates++;
    }
  }

  /** Looks on. */
  static final class Monitor {
    private final List<Long> steps = new ArrayList<>();

    void look(Moment moment) {
      steps.add(moment.step());
    }
  }

  private final Machine rbm = new Machine();
  private final Monitor monitor = new Monitor();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Experiment experiment() {
    Node test = seq(call(rbm::filt)).named("test");
    return new Experiment()
        .component("layer1", rbm)
        .component("monitor", monitor)
        .program("main", seq(repeat(200, call(rbm::cd1Update)), test));
  }

  private String printed(Runnable snippet) {
    PrintStream console = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      snippet.run();
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aProgramIsRewritten() {
    Experiment experiment = experiment();
    Program program = experiment.program("main");
    String told = printed(() -> rewrite(experiment, program));
    assertTrue(told.contains("/0/0  call layer1.cd1Update  ->  after.every(100): "), told);
    experiment.start("main").run();
    assertEquals(1, monitor.steps.size(), "the test's filter");
  }

  private void rewrite(Experiment experiment, Program program) {
    Rewrite r = program.find(calls(rbm::cd1Update)).every(100).after(monitor::look);
    r.program(); // the new program; the old one is as it was
    System.out.println(r); // what changed where, by path
    experiment.rewrite("main", p -> p.find("layer*.filt and inside(test)").after(monitor::look));
    r.program().start().run();
    assertEquals(List.of(200L, 400L), monitor.steps);
    monitor.steps.clear();
  }

  @Test
  void aProgramIsOptimized() {
    Program program = experiment().program("main");
    String told = printed(() -> optimize(program));
    assertTrue(told.contains("/0  fuse: repeat 200 -> one loop over 1 call"), told);
  }

  private void optimize(Program program) {
    Optimized optimized = program.optimized();
    System.out.print(optimized.explain()); // each rewrite: path, rule, before -> after, why
    Vm run = optimized.start();
    run.run();
    assertEquals(200, rbm.updates);
  }

  static Node fixedEpochs(Action model, Action save, long epochs) {
    Scheduler sched = new Scheduler("fixed_epochs");
    Plugin train = Plugin.of("model", model);
    Plugin counter = Plugin.of("counter", new Counter(1, epochs));
    train.act(sched, sched.begin(), train.next(), counter.next());
    counter.act(sched, train.end());
    Plugin.of("save", save).act(sched, counter.end());
    sched.endOn(counter.end());
    return sched.node();
  }

  @Test
  void aSchedulerTrainsForSoManyEpochs() {
    List<String> log = new ArrayList<>();
    int[] batches = {0};
    Action model =
        event -> {
          log.add("train");
          return ++batches[0] % 2 == 0 ? Fired.end(batches[0]) : Fired.next(batches[0]);
        };
    Action save =
        event -> {
          log.add("save");
          return Fired.NOTHING;
        };
    Program.of(fixedEpochs(model, save, 3)).start().run();
    assertEquals("train train train train train train save", String.join(" ", log));
  }

  @Test
  void aTrainerIsListenedToFromOutside() {
    List<String> log = new ArrayList<>();
    SaveBest best = new SaveBest(rbm);
    Scheduler fineTune =
        Trainers.earlyStopping(
            "fine_tune", call(rbm::filt), call("error", () -> 1 + log.size()), 2, best);
    listen(fineTune, Plugin.of("print_stat", call("log", (Double error) -> log.add("" + error))));
    Program.of(fineTune.node()).start().run();
    assertEquals(List.of("1.0"), log);
  }

  private static void listen(Scheduler fineTune, Plugin printStat) {
    printStat.act(fineTune, fineTune.plugin("early_stop").end());
  }

  static float[] twoModels(Experiment experiment, Node first, Node second) {
    experiment.program("both", parallel(first, second));
    try (Workers workers = Workers.threads(2)) {
      experiment.on(workers).start("both").run();
    }
    return experiment.component("second", Softmax.class).weights();
  }

  @Test
  void twoModelsAreTrainedAtOnce() {
    Experiment experiment = new Experiment();
    List<Node> training = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      Minibatches batches = Minibatches.shuffled(Digits.load().all(), 50, 1);
      Softmax softmax = new Softmax(new VectorKernels(1), 64, 10, new Rates(0.001f, 0.9f, 0f));
      experiment.component(name + "_batches", batches).component(name, softmax);
      training.add(repeat(40, call(batches::next), call(softmax::update)));
    }
    float[] second = twoModels(experiment, training.get(0), training.get(1));
    assertArrayEquals(experiment.component("first", Softmax.class).weights(), second);
  }
}
