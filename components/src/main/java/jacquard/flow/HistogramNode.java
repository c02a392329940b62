package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.vm.Atomic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A node that passes rows on and counts their values in bins, column by column; it counts whenever
 * it is executed. NaN is in no bin; how many there were is counted beside.
 */
@Atomic
public final class HistogramNode extends FlowNode {
  private int bins;
  private float low;
  private float high;
  private long[] counts = {};
  private long[] nans = {};

  /**
   * Makes a node.
   *
   * @param bins of equal width from low to high, at least 1; values beyond, infinities too, count
   *     in the outermost
   */
  public HistogramNode(int bins, float low, float high) {
    super(0);
    if (bins < 1 || !(low < high)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a histogram of %d bins from %s to %s", bins, low, high));
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
    nans = s.has("nans") ? s.value("nans", nans) : new long[counts.length / bins];
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
    allocate(x.columns());
    for (int i = 0; i < values.length; i++) {
      int column = i % x.columns();
      if (Float.isNaN(values[i])) {
        nans[column]++;
      } else {
        double bin = Math.floor(((double) values[i] - low) / ((double) high - low) * bins);
        counts[column * bins + (int) Math.clamp(bin, 0, bins - 1)]++;
      }
    }
    return Batch.under(x, x.columns(), values);
  }

  private void allocate(int columns) {
    if (counts.length != 0 && counts.length != columns * bins) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a histogram of %d columns takes no rows of %d",
              counts.length / bins,
              columns));
    }
    if (counts.length == 0) {
      counts = new long[Math.multiplyExact(columns, bins)];
      nans = new long[columns];
    }
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
    HistogramNode other = (HistogramNode) fork;
    if (other.counts.length > 0) {
      allocate(other.nans.length);
      Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
      Arrays.setAll(nans, i -> nans[i] + other.nans[i]);
    }
  }

  /** How many values of a column were NaN. */
  public long nansOf(int column) {
    return nans[Objects.checkIndex(column, nans.length)];
  }

  /** How many values of a column lay in each bin. */
  public long[] binsOf(int column) {
    Objects.checkIndex(column, nans.length);
    return Arrays.copyOfRange(counts, column * bins, (column + 1) * bins);
  }
}
