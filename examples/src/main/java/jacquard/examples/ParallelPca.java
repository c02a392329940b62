package jacquard.examples;

import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.data.Score;
import jacquard.experiment.Experiment;
import jacquard.flow.Chunks;
import jacquard.flow.FdaNode;
import jacquard.flow.Flow;
import jacquard.flow.GaussianClassifier;
import jacquard.flow.PcaNode;
import jacquard.flow.Training;
import jacquard.flow.Workers;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Mixin;

/** A flow of PCA, discriminants and a classifier, trained chunk by chunk, each chunk a job. */
final class ParallelPca implements Example {
  private static final int TRAINED = 1500;
  private static final int CHUNK = 100;
  private static final int COMPONENTS = 40;
  private static final int DISCRIMINANTS = 9;

  @Mixin private WorkersOptions workers = new WorkersOptions();

  @Override
  public About about() {
    return About.computing(
        "parallel-pca",
        Topic.PARALLEL,
        "A flow of PCA, discriminants and a Gaussian classifier, trained on digits by workers.");
  }

  @Override
  public Experiment experiment(long seed) {
    Flow flow =
        new Flow(new PcaNode(COMPONENTS), new FdaNode(DISCRIMINANTS), new GaussianClassifier());
    Batch rows = Digits.load().all().rows(0, TRAINED);
    Training training = new Training(flow, new Chunks(rows, CHUNK));
    return new Experiment().component("training", training).program(name(), training.program());
  }

  @Override
  public Runnable equip(Experiment experiment) {
    Workers started = workers.start();
    Training training = experiment.component("training", Training.class).on(started);
    return () -> {
      training.on(null);
      started.close();
    };
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    Flow flow = experiment.component("training", Training.class).flow();
    Batch all = Digits.load().all();
    Batch unseen = all.rows(TRAINED, all.rows() - TRAINED);
    GaussianClassifier classifier = (GaussianClassifier) flow.node(2);
    Score score = classifier.score(flow.execute(unseen, 2));
    out.println(flow);
    out.printf(
        Locale.ROOT, "%d of %d unseen digits are told apart%n", score.correct(), score.total());
    out.println("bits " + new Experiment().component("flow", flow).checkpoint().fingerprint());
  }
}
