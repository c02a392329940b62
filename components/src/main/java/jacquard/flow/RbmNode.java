package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.vm.Atomic;

/**
 * A node that gives the probabilities of the hidden units of an {@link Rbm}: each chunk is one step
 * of contrastive divergence, each training phase an epoch. It cannot be forked, since each step
 * needs the one before.
 */
@Atomic
public final class RbmNode extends FlowNode {
  private RbmSettings settings;
  private int epochs;
  private Rbm rbm;

  /**
   * Makes a node.
   *
   * @param settings whose steps and chains say which kind of contrastive divergence
   * @param epochs at least 1
   */
  public RbmNode(RbmSettings settings, int epochs) {
    super(settings.visible());
    if (epochs < 1) {
      throw new IllegalArgumentException("training for " + epochs + " epochs");
    }
    this.settings = settings;
    this.epochs = epochs;
    this.rbm = new Rbm(Backend.current(), settings);
  }

  /** To be loaded. */
  private RbmNode() {
    this(RbmSettings.of(1, 1, Rbm.Visible.BERNOULLI, new Rates(1, 0, 0), 0), 1);
  }

  @Override
  public void state(State s) {
    super.state(s);
    settings = s.value("settings", settings);
    epochs = s.value("epochs", epochs);
    rbm = s.value("rbm", rbm);
  }

  @Override
  public int phases() {
    return epochs;
  }

  @Override
  public int outputs() {
    return settings.hidden();
  }

  @Override
  protected void learn(Examples x) {
    if (settings.chains() > 0) {
      rbm.pcdUpdate(x);
    } else {
      rbm.cdkUpdate(x);
    }
  }

  @Override
  protected Batch apply(Examples x) {
    return rbm.filt(x);
  }
}
