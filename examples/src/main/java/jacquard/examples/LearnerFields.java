package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;

import jacquard.data.Dataset;
import jacquard.data.Digits;
import jacquard.data.Minibatches;
import jacquard.datalearn.Data;
import jacquard.datalearn.Descent;
import jacquard.datalearn.Learner;
import jacquard.datalearn.Numbers;
import jacquard.datalearn.Output;
import jacquard.experiment.Experiment;
import jacquard.expression.Value;
import jacquard.kernels.Rates;
import java.io.PrintWriter;
import java.util.Locale;

/** A learner written once, trained by a program, and looked at as fields of a data set. */
final class LearnerFields implements Example {
  /** A softmax over one affine layer. */
  static final class NeuralNetwork extends Learner {
    final Output prediction =
        output(
            "prediction",
            s -> s.input().dot(parameter("weights")).plus(parameter("bias")).softmax());
    final Output nll = output("nll", s -> prediction.of(s).pick(s.target()).log().negate());
    final Output penalizedNll =
        output(
            "penalizedNll",
            s -> nll.of(s).plus(parameter("weights").square().sum().times(parameter("penalty"))));
    final Output classError =
        output("classError", s -> prediction.of(s).argmax().notEqualTo(s.target()));
    final Output cost = output("cost", s -> penalizedNll.of(s).beside(nll.of(s), classError.of(s)));

    NeuralNetwork(int inputs, int classes) {
      parameter("weights", Value.of(inputs, classes, new float[inputs * classes]));
      bias("bias", Value.of(1, classes, new float[classes]));
      setting("penalty", 1e-4f);
    }

    /** To be loaded. */
    private NeuralNetwork() {}
  }

  @Override
  public About about() {
    return About.computing(
        "learner-fields",
        Topic.DATA,
        "A learner as expressions: trained on digits, then its outputs as fields of a data"
            + " set.");
  }

  @Override
  public Experiment experiment(long seed) {
    Dataset digits = Digits.load();
    NeuralNetwork network = new NeuralNetwork(digits.columns(), digits.classes());
    Descent descent = new Descent(network.penalizedNll, new Rates(0.001f, 0.9f, 0f));
    Minibatches batches = Minibatches.shuffled(digits.all(), 50, seed);
    return new Experiment()
        .component("network", network)
        .component("batches", batches)
        .component("descent", descent)
        .program(name(), repeat(500, call(batches::next), call(descent::update)));
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    NeuralNetwork network = experiment.component("network", NeuralNetwork.class);
    Data digits = Data.of(Digits.load());
    Data fields =
        Data.concatDatasets(
            digits.select("target"), network.prediction.over(digits), network.cost.over(digits));
    out.println(fields);
    for (Numbers each : fields.slice(0, 3).iterate()) {
      float[] cost = each.get("cost").floats();
      out.printf(
          Locale.ROOT,
          "digit %d: nll %.4f, error %.0f%n",
          each.get("target").ints()[0],
          cost[1],
          cost[2]);
    }
    Numbers mean = Data.of("mean", fields.get("cost").columnMeans()).numbers(network.kernels());
    out.printf(
        Locale.ROOT, "mean nll %.4f, error %.4f%n", mean.get().floats()[1], mean.get().floats()[2]);
  }
}
