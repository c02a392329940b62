package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A classifier that keeps the rows it is trained on: a class scores its share among the k nearest
 * of them, by Euclidean distance, the earlier of equals.
 */
public final class NearestNeighboursClassifier extends ClassifierNode {
  private int k;
  private int classes;
  private List<Batch> kept = new ArrayList<>();

  /**
   * Makes a classifier.
   *
   * @param k how many neighbours are asked, at least 1
   */
  public NearestNeighboursClassifier(int k) {
    super(0);
    if (k < 1) {
      throw new IllegalArgumentException(k + " nearest neighbours");
    }
    this.k = k;
  }

  /** To be loaded. */
  private NearestNeighboursClassifier() {
    this(1);
  }

  @Override
  public void state(State s) {
    super.state(s);
    k = s.value("k", k);
    classes = s.value("classes", classes);
    kept = s.value("kept", kept);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int outputs() {
    return isTraining() ? 0 : classes;
  }

  @Override
  public boolean isForkable() {
    return true;
  }

  @Override
  protected void learn(Examples x) {
    int[] labels = x.labels();
    if (Arrays.stream(labels).min().orElse(0) < 0) {
      throw new IllegalArgumentException("a row is labelled below 0; classes are 0, 1, ...");
    }
    classes = Math.max(classes, 1 + Arrays.stream(labels).max().orElse(0));
    kept.add(new Batch(x.columns(), x.values(), labels));
  }

  @Override
  protected void endPhase() {
    Batch all = kept.getFirst().stack(kept);
    kept = new ArrayList<>(List.of(all));
    if (all.rows() < k) {
      throw new IllegalStateException(
          "%d nearest neighbours among %d rows".formatted(k, all.rows()));
    }
  }

  @Override
  protected Batch apply(Examples x) {
    Batch all = kept.getFirst();
    float[] shares = new float[x.rows() * classes];
    double[] nearest = new double[k];
    int[] labels = new int[k];
    for (int r = 0; r < x.rows(); r++) {
      Arrays.fill(nearest, Double.POSITIVE_INFINITY);
      for (int i = 0; i < all.rows(); i++) {
        insert(distance(x, r, all, i), all.label(i), nearest, labels);
      }
      for (int label : labels) {
        shares[r * classes + label] += 1f / k;
      }
    }
    return Batch.under(x, classes, shares);
  }

  private static double distance(Examples x, int row, Batch all, int i) {
    double sum = 0;
    for (int c = 0; c < x.columns(); c++) {
      double apart = x.value(row, c) - all.value(i, c);
      sum += apart * apart;
    }
    return sum;
  }

  /** Keeps the k smallest distances, ascending, the earlier of equals first. */
  private static void insert(double distance, int label, double[] nearest, int[] labels) {
    int at = nearest.length;
    while (at > 0 && distance < nearest[at - 1]) {
      at--;
    }
    for (int j = nearest.length - 1; j > at; j--) {
      nearest[j] = nearest[j - 1];
      labels[j] = labels[j - 1];
    }
    if (at < nearest.length) {
      nearest[at] = distance;
      labels[at] = label;
    }
  }

  @Override
  protected FlowNode blank() {
    return new NearestNeighboursClassifier(k);
  }

  @Override
  protected void absorb(FlowNode fork) {
    NearestNeighboursClassifier other = (NearestNeighboursClassifier) fork;
    kept.addAll(other.kept);
    classes = Math.max(classes, other.classes);
  }
}
