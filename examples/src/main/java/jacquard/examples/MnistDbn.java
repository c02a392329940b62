package jacquard.examples;

import jacquard.data.Dataset;
import jacquard.data.Mnist;
import jacquard.data.Score;
import jacquard.experiment.Experiment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A deep belief network on MNIST: RBMs of 500 and 500 hidden units, then back-propagation. */
final class MnistDbn implements Example {
  @PerSession
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The directory with MNIST's four files; a run that is resumed remembers it, and takes"
              + " another one if they were moved.")
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
  public About about() {
    return About.computing(
        "mnist-dbn",
        Topic.TRAINING,
        "Trains a deep belief network of 784-500-500-10 units on MNIST (--data DIR).");
  }

  @Override
  public Map<String, Object> data() {
    if (directory == null) {
      return Map.of();
    }
    try {
      Dataset train = Mnist.train(directory);
      Dataset test = Mnist.test(directory);
      return Map.of(train.fingerprint(), train, test.fingerprint(), test);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage() + "; name where the run's data are now with --data DIR", e);
    }
  }

  @Override
  public Experiment experiment(long seed) {
    if (directory == null) {
      throw new UsageError(
          "mnist-dbn needs --data DIR, where train-images-idx3-ubyte.gz and MNIST's other files"
              + " are");
    }
    Dataset train = Mnist.train(directory);
    Dataset test = Mnist.test(directory);
    MnistProgram program = new MnistProgram(train, test, pretraining, epochs);
    return program.experiment(name(), seed);
  }

  @Override
  public void measure(Experiment experiment) {
    DbnMetrics.watch(experiment, name());
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
