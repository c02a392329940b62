package jacquard.examples;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;

import jacquard.data.Dataset;
import jacquard.data.Minibatches;
import jacquard.data.Mnist;
import jacquard.data.Score;
import jacquard.experiment.Experiment;
import jacquard.kernels.Activation;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.Dbn;
import jacquard.learn.MlpSettings;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.vm.Node;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A deep belief network on MNIST: RBMs of 500 and 500 hidden units, then back-propagation. */
final class MnistDbn implements Example {
  private static final int BATCH = 100;
  private static final int TEST_BATCH = 1000;
  private static final int HIDDEN = 500;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory with MNIST's four files; a run that is resumed remembers it.")
  private @Nullable Path directory;

  @Option(
      names = "--pretraining",
      paramLabel = "N",
      description = "Epochs of contrastive divergence for each layer (${DEFAULT-VALUE}).")
  private int pretraining = 10;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of back-propagation (${DEFAULT-VALUE}).")
  private int epochs = 40;

  @Override
  public String name() {
    return "mnist-dbn";
  }

  @Override
  public String description() {
    return "Trains a deep belief network of 784-500-500-10 units on MNIST (--data DIR).";
  }

  @Override
  public Topic topic() {
    return Topic.TRAINING;
  }

  @Override
  public boolean computes() {
    return true;
  }

  @Override
  public Map<String, Object> data() {
    if (directory == null) {
      return Map.of();
    }
    Dataset train = Mnist.train(directory);
    Dataset test = Mnist.test(directory);
    return Map.of(train.fingerprint(), train, test.fingerprint(), test);
  }

  @Override
  public Experiment experiment(long seed) {
    if (directory == null) {
      throw new IllegalArgumentException(
          "mnist-dbn needs --data DIR, where train-images-idx3-ubyte.gz and MNIST's other files"
              + " are");
    }
    Dataset train = Mnist.train(directory);
    Dataset test = Mnist.test(directory);
    Dbn dbn = dbn(train.columns(), Math.max(train.classes(), test.classes()), seed);
    Minibatches batches = Minibatches.shuffled(train.all(), BATCH, seed);
    Minibatches tests = Minibatches.inOrder(test.all(), TEST_BATCH);
    DbnReport report = new DbnReport(dbn);
    return new Experiment()
        .component("train", train)
        .component("test", test)
        .component("batches", batches)
        .component("tests", tests)
        .component("dbn", dbn)
        .component("report", report)
        .program(
            name(),
            seq(
                pretrain(batches, dbn, report),
                checkpoint("pretrained"),
                call(dbn::unroll),
                fineTune(batches, tests, dbn, report)));
  }

  private Dbn dbn(int inputs, int classes, long seed) {
    Rates contrast = new Rates(0.05f, 0.9f, 2e-4f);
    Rates descent = new Rates(0.2f, 0.9f, 1e-5f);
    return new Dbn(
        Backend.current(),
        List.of(
            RbmSettings.of(inputs, HIDDEN, Rbm.Visible.BERNOULLI, contrast, seed + 1)
                .withInitialDeviation(0.01f),
            RbmSettings.of(HIDDEN, HIDDEN, Rbm.Visible.BERNOULLI, contrast, seed + 2)
                .withInitialDeviation(0.01f)),
        MlpSettings.of(
                List.of(inputs, HIDDEN, HIDDEN, classes), Activation.SIGMOID, descent, seed + 3)
            .withAnnealing(0.95f)
            .withNoise(0.35f, 0.1f));
  }

  private Node pretrain(Minibatches batches, Dbn dbn, DbnReport report) {
    Node epoch = repeat(batches.perEpoch(), call(batches::next), call(dbn::pretrain));
    return repeat(
            2,
            repeat(pretraining, epoch, call(report::pretrained)).counting("epoch"),
            call(dbn::nextLayer))
        .named("pretrain")
        .counting("layer");
  }

  private Node fineTune(Minibatches batches, Minibatches tests, Dbn dbn, DbnReport report) {
    Node epoch = repeat(batches.perEpoch(), call(batches::next), call(dbn::fineTune));
    Node test =
        seq(
            call(tests::clear),
            buffer(tests.perEpoch(), seq(call(tests::next), call(dbn::score))),
            call(report::tested));
    return repeat(epochs, epoch, call(dbn::anneal), test).named("fine_tune").counting("epoch");
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    List<Score> scores = experiment.component("report", DbnReport.class).scores();
    out.println("epoch  test error");
    for (int i = 0; i < scores.size(); i++) {
      if ((i + 1) % 5 == 0 || i == 0 || i == scores.size() - 1) {
        out.println(
            String.format(
                Locale.ROOT, "%5d  %9.2f%%", i + 1, 100 * (1 - scores.get(i).accuracy())));
      }
    }
  }
}
