package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.Softmax;
import jacquard.vm.Atomic;
import java.util.Locale;

/**
 * A classifier by multinomial logistic regression, a {@link Softmax}: each chunk is one descent
 * step, each training phase an epoch. It cannot be forked, since each step needs the one before.
 */
@Atomic
public final class SoftmaxNode extends ClassifierNode {
  private int classes;
  private int epochs;
  private Softmax softmax;

  /**
   * Makes a node.
   *
   * @param inputs the number of values in a row
   * @param classes at least 1
   * @param epochs at least 1
   */
  public SoftmaxNode(int inputs, int classes, Rates rates, int epochs) {
    super(inputs);
    if (epochs < 1) {
      throw new IllegalArgumentException("training for " + epochs + " epochs");
    }
    this.classes = classes;
    this.epochs = epochs;
    this.softmax = new Softmax(Backend.current(), inputs, classes, rates);
  }

  /** To be loaded. */
  private SoftmaxNode() {
    this(1, 1, new Rates(1, 0, 0), 1);
  }

  @Override
  public void state(State s) {
    super.state(s);
    classes = s.value("classes", classes);
    epochs = s.value("epochs", epochs);
    softmax = s.value("softmax", softmax);
  }

  @Override
  public int phases() {
    return epochs;
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  void checkLabels(Examples x) {
    for (int r = 0; r < x.rows(); r++) {
      if (x.label(r) < 0 || x.label(r) >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: row %d (counted from 0) is labelled %d, classes are 0..%d",
                name(),
                r,
                x.label(r),
                classes - 1));
      }
    }
  }

  @Override
  protected void learn(Examples x) {
    softmax.update(x);
  }

  @Override
  protected Batch apply(Examples x) {
    return softmax.filt(x);
  }
}
