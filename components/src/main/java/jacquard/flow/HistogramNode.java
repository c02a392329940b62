package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import java.util.Arrays;

/**
 * A node that passes rows on and counts their values in bins, column by column; it counts whenever
 * it is executed.
 */
public final class HistogramNode extends FlowNode {
  private int bins;
  private float low;
  private float high;
  private long[] counts = {};

  /**
   * Makes a node.
   *
   * @param bins of equal width from low to high, at least 1; values beyond count in the outermost
   */
  public HistogramNode(int bins, float low, float high) {
    super(0);
    if (bins < 1 || !(low < high)) {
      throw new IllegalArgumentException(
          "a histogram of %d bins from %s to %s".formatted(bins, low, high));
    }
    this.bins = bins;
    this.low = low;
    this.high = high;
  }

  /** To be loaded. */
  private HistogramNode() {
    this(1, 0, 1);
  }

  @Override
  public void state(State s) {
    super.state(s);
    bins = s.value("bins", bins);
    low = s.value("low", low);
    high = s.value("high", high);
    counts = s.value("counts", counts);
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public boolean useExecuteFork() {
    return true;
  }

  @Override
  public boolean isInvertible() {
    return true;
  }

  @Override
  protected Batch apply(Examples x) {
    float[] values = x.values();
    long[] now = counts(x.columns());
    for (int i = 0; i < values.length; i++) {
      if (!Float.isNaN(values[i])) {
        int bin = (int) Math.floor((double) (values[i] - low) / (high - low) * bins);
        now[i % x.columns() * bins + Math.clamp(bin, 0, bins - 1)]++;
      }
    }
    counts = now;
    return Batch.under(x, x.columns(), values);
  }

  private long[] counts(int columns) {
    if (counts.length != 0 && counts.length != columns * bins) {
      throw new IllegalArgumentException(
          "a histogram of %d columns takes no rows of %d".formatted(counts.length / bins, columns));
    }
    return counts.length == 0 ? new long[columns * bins] : counts;
  }

  @Override
  protected Batch applyInverse(Examples y) {
    return Batch.under(y, y.columns(), y.values());
  }

  @Override
  protected FlowNode blank() {
    return new HistogramNode(bins, low, high);
  }

  @Override
  protected void absorb(FlowNode fork) {
    long[] more = ((HistogramNode) fork).counts;
    if (more.length > 0) {
      long[] now = counts(more.length / bins);
      for (int i = 0; i < more.length; i++) {
        now[i] += more[i];
      }
      counts = now;
    }
  }

  /** How many values of a column lay in each bin. */
  public long[] binsOf(int column) {
    return Arrays.copyOfRange(counts, column * bins, (column + 1) * bins);
  }
}
