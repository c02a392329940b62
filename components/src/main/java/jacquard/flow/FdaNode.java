package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.learn.Moments;
import jacquard.vm.Atomic;
import java.util.Locale;

/**
 * A node of Fisher's discriminant analysis: the directions along which the means of labelled
 * classes are farthest apart, measured by the scatter within the classes, best first.
 *
 * <p>Along each, all rows together have variance 1, and directions are uncorrelated, as in MDP.
 *
 * <p>Columns may have any units. Directions along which no row varies, as of constant or dependent
 * columns, are left out. One along which only the classes differ, but no row within a class, is
 * refused at the end of training: nothing measures how far apart they are.
 */
@Atomic
public final class FdaNode extends FlowNode {
  private int outputs;
  private ClassMoments classes = new ClassMoments();
  private Projection best = new Projection();

  /**
   * Makes a node.
   *
   * @param outputs how many directions, at least 1; more than classes - 1 tell nothing
   */
  public FdaNode(int outputs) {
    super(0);
    if (outputs < 1) {
      throw new IllegalArgumentException("a discriminant analysis of " + outputs + " directions");
    }
    this.outputs = outputs;
  }

  /** To be loaded. */
  private FdaNode() {
    this(1);
  }

  @Override
  public void state(State s) {
    super.state(s);
    outputs = s.value("outputs", outputs);
    classes = s.value("classes", classes);
    best = s.value("best", best);
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
  boolean labelsMatter() {
    return true;
  }

  @Override
  protected void learn(Examples x) {
    if (x.columns() < outputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "discriminant analysis finds no %d directions in %d columns",
              outputs,
              x.columns()));
    }
    x.requireFinite("discriminant analysis");
    classes.add(x);
  }

  @Override
  protected void endPhase() {
    Moments all = classes.all();
    int seen = classes.byLabel().size();
    if (all.count() <= seen) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "discriminant analysis needs a class of at least 2 rows: there are %d rows of %d"
                  + " classes",
              all.count(),
              seen));
    }
    Eigen eigen =
        Eigen.of(
            all.covariance(), classes.within(), all.columns(), "the scatter within the classes");
    best = eigen.measuredByA().projection(all.mean(), outputs, "discriminant analysis");
    classes = new ClassMoments();
  }

  @Override
  protected Batch apply(Examples x) {
    return best.apply(x);
  }

  @Override
  protected Batch applyInverse(Examples y) {
    return best.applyInverse(y);
  }

  @Override
  protected FlowNode blank() {
    return new FdaNode(outputs);
  }

  @Override
  protected void absorb(FlowNode fork) {
    classes.merge(((FdaNode) fork).classes);
  }
}
