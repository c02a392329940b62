package jacquard.examples;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.data.KFold;
import jacquard.data.Minibatches;
import jacquard.data.Score;
import jacquard.datalearn.Data;
import jacquard.datalearn.Descent;
import jacquard.datalearn.Learner;
import jacquard.datalearn.Numbers;
import jacquard.datalearn.Output;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.expression.Value;
import jacquard.flow.Chunks;
import jacquard.flow.FdaNode;
import jacquard.flow.Flow;
import jacquard.flow.GaussianClassifier;
import jacquard.flow.PcaNode;
import jacquard.flow.Workers;
import jacquard.kernels.Rates;
import jacquard.laws.Laws;
import jacquard.learn.Backend;
import jacquard.learn.Softmax;
import jacquard.plugin.EarlyStopping;
import jacquard.plugin.SaveBest;
import jacquard.program.Components;
import jacquard.program.Position;
import jacquard.program.Problem;
import jacquard.program.Program;
import jacquard.vm.Args;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Node;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java, compiled and run; {@link ReadmeTest} checks that it is the same text. */
class ReadmeSnippetsTest {
  static final class Primes extends Generator<Primes.Locals> {
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
        self.yield(f.prime); // yield first,
        f.prime = BigInteger.valueOf(f.prime).nextProbablePrime().intValueExact(); // then change
      }
    }
  }

  static final class Counter implements Stateful {
    private int count;

    @Override
    public void state(State s) {
      count = s.value("count", count);
    }

    void add() {
      count++;
    }
  }

  static final class NeuralNetwork extends Learner {
    final Output prediction =
        output(
            "prediction",
            s -> s.input().dot(parameter("weights")).plus(parameter("bias")).softmax());
    final Output nll = output("nll", s -> prediction.of(s).pick(s.target()).log().negate());

    NeuralNetwork(int inputs, int classes) {
      parameter("weights", Value.of(inputs, classes, new float[inputs * classes]));
      bias("bias", Value.of(1, classes, new float[classes]));
    }
  }

  @Test
  void aLearnerIsTrainedAndAskedForFields() {
    NeuralNetwork network = new NeuralNetwork(64, 10);
    Minibatches batches = Minibatches.shuffled(Digits.load().all(), 50, 1);
    Descent descent = new Descent(network.nll, new Rates(0.001f, 0.9f, 0f));
    Program.of(repeat(200, call(batches::next), call(descent::update))).start().run();
    Data digits = Data.of(Digits.load());
    Data both = Data.concatDatasets(network.prediction.over(digits), network.nll.over(digits));
    Numbers third = both.get(2).numbers(network.kernels()); // one forward pass, of one sample
    assertEquals(network.nll.of(Digits.load().sample(2)), third.get("nll"));
    assertEquals(network.prediction.of(Digits.load().sample(2)), third.get("prediction"));
  }

  @Test
  void tenLines(@TempDir Path directory) {
    Path file = directory.resolve("run.jqd");
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      stopAndGoOn(file);
    } finally {
      System.setOut(console);
    }
    assertEquals(
        "train, round 228 of 500, buffer 4 of 20\n", printed.toString(StandardCharsets.UTF_8));
  }

  private static void stopAndGoOn(Path file) {
    KFold kf = new KFold(Digits.load(), 10, 1);
    Softmax softmax = new Softmax(Backend.current(), 64, 10, new Rates(0.001f, 0.9f, 0f));
    Node train = repeat(500, buffer(20, call(kf::next)), call(softmax::update)).named("train");
    Experiment experiment =
        new Experiment()
            .component("kf", kf)
            .component("softmax", softmax)
            .program("main", seq(call(kf::nextFold), train));
    Vm run = experiment.start("main");
    run.run(10_000); // ten thousand steps, then it returns
    System.out.println(Position.of(run).words());
    experiment.save(file); // the whole run: program, position, parameters, random state
    Experiment.load(file).run("main").run(); // in any process: the same bits as if never stopped
    Experiment loaded = Experiment.load(file);
    loaded.run("main").run();
    run.run();
    assertArrayEquals(softmax.weights(), loaded.component("softmax", Softmax.class).weights());
  }

  @Test
  void aCounterIsSaved() {
    Counter counter = new Counter();
    Experiment experiment =
        new Experiment()
            .types(Counter.class)
            .component("counter", counter)
            .program("main", repeat(5, call(counter::add)));
    experiment.start("main").run(6);
    Experiment loaded = Experiment.restore(experiment.checkpoint(), Map.of(), Counter.class);
    loaded.run("main").run();
    assertEquals(5, loaded.component("counter", Counter.class).count);
  }

  @Test
  void aFlowIsTrainedByThreads() {
    Batch digits = Digits.load().all();
    Flow flow = new Flow(new PcaNode(40), new FdaNode(9), new GaussianClassifier());
    try (Workers workers = Workers.threads(2)) {
      flow.train(new Chunks(digits.rows(0, 1500), 100), workers);
    }
    Batch unseen = digits.rows(1500, 297);
    Score score = ((GaussianClassifier) flow.node(2)).score(flow.execute(unseen, 2));
    assertTrue(score.accuracy() > 0.9);
  }

  @Test
  void aProgramIsParsedAndChecked() {
    Counter counter = new Counter();
    Program program =
        Program.parse("repeat 3\n  call counter.add", Components.NONE.with("counter", counter));
    List<Problem> problems = program.check(); // all at once, by path
    assertEquals(List.of(), problems);
    program.start().run();
    assertEquals(3, counter.count);
  }

  static Scheduler earlyStopping(Node epoch, Node validationError, SaveBest saveBest) {
    Scheduler sched = new Scheduler("trainer");
    Plugin model = Plugin.of("model", epoch); // any program
    Plugin validate = Plugin.of("validate", validationError);
    Plugin stop = Plugin.of("early_stop", new EarlyStopping(3, 0));
    Plugin save = Plugin.of("save_best", saveBest);
    validate.act(sched, model.next());
    stop.act(sched, validate.next());
    save.act(sched, stop.next());
    model.act(sched, sched.begin(), stop.next(), stop.on("wait"));
    return sched.endOn(stop.end());
  }

  @Test
  void aSchedulerStopsEarly() {
    Counter counter = new Counter();
    SaveBest saveBest = new SaveBest(counter);
    Node error = call("error", () -> Math.abs(counter.count - 5) / 10.0);
    Scheduler trainer = earlyStopping(call(counter::add), error, saveBest);
    assertEquals(Args.of(0.0), Program.of(trainer.node()).start().run());
    assertEquals(8, counter.count);
    assertEquals(0, saveBest.restore());
    assertEquals(5, counter.count);
  }

  @Property(tries = 20)
  void primesSurviveAnyPause(@ForAll @IntRange(min = 1, max = 5) int n) {
    Laws.check(
        () -> Program.of(repeat(3, buffer(n, generate(new Primes())), call("id", (Object x) -> x))),
        Args.EMPTY,
        500);
  }
}
