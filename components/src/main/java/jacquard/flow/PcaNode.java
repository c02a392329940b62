package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.learn.Backend;
import jacquard.learn.Moments;
import jacquard.learn.Pca;
import jacquard.learn.PcaSettings;
import jacquard.vm.Atomic;

/** A node that turns rows along their principal components, whitened or not: a {@link Pca}. */
@Atomic
public final class PcaNode extends FlowNode {
  private PcaSettings settings;
  private Moments moments = new Moments();
  private Pca pca;
  private int outputs;

  /** Makes a node of so many components, of the largest variance, which are only turned. */
  public PcaNode(int components) {
    this(PcaSettings.rotation().top(components, 0));
  }

  /** Makes a node. */
  public PcaNode(PcaSettings settings) {
    super(0);
    this.settings = settings;
    this.pca = new Pca(Backend.current(), settings);
    this.outputs = settings.components();
  }

  /**
   * A node that also rescales the components to variance 1.
   *
   * @param epsilon added to each variance before, positive
   */
  public static PcaNode whitening(int components, float epsilon) {
    return new PcaNode(PcaSettings.whitening(epsilon).top(components, 0));
  }

  /** To be loaded. */
  private PcaNode() {
    this(PcaSettings.rotation());
  }

  @Override
  public void state(State s) {
    super.state(s);
    settings = s.value("settings", settings);
    moments = s.value("moments", moments);
    pca = s.value("pca", pca);
    outputs = s.value("outputs", outputs);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public boolean isForkable() {
    return true;
  }

  @Override
  public boolean isInvertible() {
    return true;
  }

  @Override
  protected void learn(Examples x) {
    moments.add(x);
  }

  @Override
  protected void endPhase() {
    pca.analyzeMoments(moments);
    outputs = pca.variances().length;
    moments = new Moments();
  }

  @Override
  protected Batch apply(Examples x) {
    return pca.filt(x);
  }

  @Override
  protected Batch applyInverse(Examples y) {
    return pca.pseudoInverse(y);
  }

  @Override
  protected FlowNode blank() {
    return new PcaNode(settings);
  }

  @Override
  protected void absorb(FlowNode fork) {
    moments.merge(((PcaNode) fork).moments);
  }

  /** The variances along the components, largest first. */
  public double[] variances() {
    return pca.variances();
  }
}
