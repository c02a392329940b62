package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A classifier that keeps the rows it is trained on: a class scores its share among the k nearest
 * of them, by Euclidean distance, the earlier of equals. A row with NaN or infinite values is near
 * to none and has no class: its scores are NaN.
 */
@Atomic
public final class NearestNeighboursClassifier extends ClassifierNode {
  private int k;

  /** The classes that have scores, ascending; known after training. */
  private int[] labels = {};

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
    labels = Classes.state(s, labels);
    kept = s.value("kept", kept);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int outputs() {
    return labels.length;
  }

  @Override
  protected int classOf(int column) {
    return labels[column];
  }

  @Override
  public boolean isForkable() {
    return true;
  }

  @Override
  protected void learn(Examples x) {
    checkTraining(x);
    kept.add(new Batch(x.columns(), x.values(), x.labels()));
  }

  @Override
  protected void endPhase() {
    Batch all = kept.getFirst().stack(kept);
    if (all.rows() < k) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%d nearest neighbours among %d rows", k, all.rows()));
    }
    kept = new ArrayList<>(List.of(all));
    labels = Arrays.stream(all.labels()).sorted().distinct().toArray();
  }

  @Override
  protected Batch apply(Examples x) {
    Batch all = kept.getFirst();
    int[] columns =
        Arrays.stream(all.labels()).map(label -> Arrays.binarySearch(labels, label)).toArray();
    float[] shares = new float[x.rows() * labels.length];
    double[] nearest = new double[k];
    int[] votes = new int[k];
    for (int r = 0; r < x.rows(); r++) {
      Arrays.fill(nearest, Double.POSITIVE_INFINITY);
      for (int i = 0; i < all.rows(); i++) {
        insert(distance(x, r, all, i), columns[i], nearest, votes);
      }
      int first = r * labels.length;
      if (nearest[k - 1] == Double.POSITIVE_INFINITY) { // no distance to k rows
        Arrays.fill(shares, first, first + labels.length, Float.NaN);
      } else {
        for (int column : votes) {
          shares[first + column]++; // exact up to 2^24
        }
        for (int c = first; c < first + labels.length; c++) {
          shares[c] /= k;
        }
      }
    }
    return Batch.under(x, labels.length, shares);
  }

  private static double distance(Examples x, int row, Batch all, int i) {
    double sum = 0;
    for (int c = 0; c < x.columns(); c++) {
      double apart = (double) x.value(row, c) - all.value(i, c);
      sum += apart * apart;
    }
    return sum;
  }

  /** Keeps the k smallest distances, ascending, the earlier of equals first. */
  private static void insert(double distance, int vote, double[] nearest, int[] votes) {
    int at = nearest.length;
    while (at > 0 && distance < nearest[at - 1]) {
      at--;
    }
    for (int j = nearest.length - 1; j > at; j--) {
      nearest[j] = nearest[j - 1];
      votes[j] = votes[j - 1];
    }
    if (at < nearest.length) {
      nearest[at] = distance;
      votes[at] = vote;
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
  }
}
