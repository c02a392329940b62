package guide;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.flow.FlowNode;
import java.util.Arrays;

/** A node that maps each column's range in training to 0 to 1. */
public final class RangeNode extends FlowNode {
  private float[] low = {};
  private float[] high = {};

  public RangeNode() {
    super(0); // the width is that of the first chunk
  }

  @Override
  public void state(State s) {
    super.state(s);
    low = s.value("low", low);
    high = s.value("high", high);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  protected void learn(Examples x) {
    widen(x.columns());
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.columns(); c++) {
        low[c] = Math.min(low[c], x.value(r, c));
        high[c] = Math.max(high[c], x.value(r, c));
      }
    }
  }

  private void widen(int columns) {
    if (low.length == 0) {
      low = new float[columns];
      high = new float[columns];
      Arrays.fill(low, Float.POSITIVE_INFINITY);
      Arrays.fill(high, Float.NEGATIVE_INFINITY);
    }
  }

  @Override
  protected Batch apply(Examples x) {
    float[] values = x.values();
    for (int i = 0; i < values.length; i++) {
      int c = i % x.columns();
      values[i] = high[c] > low[c] ? (values[i] - low[c]) / (high[c] - low[c]) : 0;
    }
    return Batch.under(x, x.columns(), values);
  }

  @Override
  public boolean isForkable() {
    return true;
  }

  @Override
  protected FlowNode blank() {
    return new RangeNode();
  }

  @Override
  protected void absorb(FlowNode fork) {
    RangeNode other = (RangeNode) fork;
    widen(other.low.length);
    for (int c = 0; c < low.length; c++) {
      low[c] = Math.min(low[c], other.low[c]);
      high[c] = Math.max(high[c], other.high[c]);
    }
  }
}
