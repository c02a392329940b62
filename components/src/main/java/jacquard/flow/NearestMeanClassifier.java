package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.learn.Moments;
import jacquard.vm.Atomic;
import java.util.Map;
import java.util.TreeMap;

/**
 * A classifier by the nearest mean: a class scores the negative distance of its mean. A row with
 * NaN or infinite values has no class.
 */
@Atomic
public final class NearestMeanClassifier extends MomentsClassifier {
  private Map<Integer, double[]> means = new TreeMap<>();

  @Override
  public void state(State s) {
    super.state(s);
    means = s.value("means", means);
  }

  @Override
  void become(Map<Integer, Moments> byLabel, long rows) {
    Map<Integer, double[]> fresh = new TreeMap<>();
    byLabel.forEach((label, moments) -> fresh.put(label, moments.mean()));
    means = fresh;
  }

  @Override
  protected Batch apply(Examples x) {
    float[] scores = new float[x.rows() * outputs()];
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < outputs(); c++) {
        scores[r * outputs() + c] = (float) -distance(x, r, means.get(classOf(c)));
      }
    }
    return Batch.under(x, outputs(), scores);
  }

  private static double distance(
      Examples x, int row, double @org.jspecify.annotations.Nullable [] mean) {
    if (mean == null) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      double apart = x.value(row, i) - mean[i];
      sum += apart * apart;
    }
    return Math.sqrt(sum); // the square of what a float can hold may be more, or less
  }

  @Override
  protected FlowNode blank() {
    return new NearestMeanClassifier();
  }
}
