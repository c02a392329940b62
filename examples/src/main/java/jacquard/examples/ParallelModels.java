package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;

import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.data.Minibatches;
import jacquard.data.Score;
import jacquard.experiment.Experiment;
import jacquard.flow.Workers;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.Softmax;
import jacquard.vm.Node;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;

/** Softmaxes trained at different rates, each in a thread of one program, by workers. */
final class ParallelModels implements Example {
  private static final List<Double> RATES = List.of(0.0003, 0.001, 0.003, 0.01);
  private static final int TRAINED = 1500;

  @Mixin private WorkersOptions workers = new WorkersOptions();

  @Override
  public About about() {
    return About.computing(
        "parallel-models",
        Topic.PARALLEL,
        "Four learning rates at once, each in a parallel thread of one program, on workers.");
  }

  @Override
  public Experiment experiment(long seed) {
    Experiment experiment = new Experiment();
    List<Node> threads = new ArrayList<>();
    for (int i = 0; i < RATES.size(); i++) {
      Batch rows = Digits.load().all().rows(0, TRAINED);
      Minibatches batches = Minibatches.shuffled(rows, 20, seed);
      Rates rates = new Rates(RATES.get(i).floatValue(), 0.9f, 0f);
      Softmax softmax = new Softmax(Backend.current(), 64, 10, rates);
      experiment.component("batches" + i, batches).component("softmax" + i, softmax);
      threads.add(repeat(2000, call(batches::next), call(softmax::update)));
    }
    return experiment.program(name(), parallel(threads));
  }

  @Override
  public Runnable equip(Experiment experiment) {
    Workers started = workers.start();
    experiment.on(started);
    return () -> {
      experiment.on(null);
      started.close();
    };
  }

  private static Batch unseen() {
    Batch all = Digits.load().all();
    return all.rows(TRAINED, all.rows() - TRAINED);
  }

  private static Softmax softmax(Experiment experiment, int number) {
    return experiment.component("softmax" + number, Softmax.class);
  }

  @Override
  public void measure(Experiment experiment) {
    List<Softmax> models =
        IntStream.range(0, RATES.size()).mapToObj(i -> softmax(experiment, i)).toList();
    RateMetrics.watch(experiment, name(), unseen(), RATES, models);
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    Batch unseen = unseen();
    for (int i = 0; i < RATES.size(); i++) {
      Score score = softmax(experiment, i).score(unseen);
      out.printf(
          Locale.ROOT, "rate %.4f: %d of %d right%n", RATES.get(i), score.correct(), score.total());
    }
  }
}
