package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.learn.Moments;
import jacquard.vm.Atomic;
import java.util.Arrays;
import java.util.Locale;

/**
 * A node of slow feature analysis (Wiskott and Sejnowski, 2002): the directions of unit variance
 * along which rows change least from one to the next, slowest first.
 *
 * <p>Steps from one chunk to the next are not looked at, so a chunk needs at least two rows.
 *
 * <p>Columns may have any units. Directions along which the rows do not vary, as of constant or
 * dependent columns, are left out: training ends with an error only if more are asked for than
 * remain. A direction counts as varying if, with all columns scaled to variance 1, its variance is
 * more than a millionth of the largest.
 */
@Atomic
public final class SfaNode extends FlowNode {
  private int outputs;
  private Moments rows = new Moments();
  private Moments steps = new Moments();
  private Projection slow = new Projection();
  private double[] speeds = {};

  /**
   * Makes a node.
   *
   * @param outputs how many directions, at least 1
   */
  public SfaNode(int outputs) {
    super(0);
    if (outputs < 1) {
      throw new IllegalArgumentException("a slow feature analysis of " + outputs + " directions");
    }
    this.outputs = outputs;
  }

  /** To be loaded. */
  private SfaNode() {
    this(1);
  }

  @Override
  public void state(State s) {
    super.state(s);
    outputs = s.value("outputs", outputs);
    rows = s.value("rows", rows);
    steps = s.value("steps", steps);
    slow = s.value("slow", slow);
    speeds = s.value("speeds", speeds);
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
    if (x.rows() < 2) {
      throw new IllegalArgumentException(
          "slow feature analysis needs chunks of at least 2 rows, not " + x.rows());
    }
    if (x.columns() < outputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "slow feature analysis finds no %d directions in %d columns",
              outputs,
              x.columns()));
    }
    x.requireFinite("slow feature analysis");
    Moments fresh = new Moments();
    fresh.add(differences((Batch) x)); // a sample has one row
    rows.add(x);
    steps.merge(fresh);
  }

  private static Batch differences(Batch x) {
    float[] values = x.values();
    int columns = x.columns();
    float[] differences = new float[values.length - columns];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = values[i + columns] - values[i];
    }
    return Batch.under(x.rows(0, x.rows() - 1), columns, differences);
  }

  @Override
  protected void endPhase() {
    double[] covariance = rows.covariance();
    Eigen eigen =
        Eigen.of(steps.secondMoment(), covariance, rows.columns(), "the covariance of the rows")
            .ascending();
    slow = eigen.projection(rows.mean(), outputs, "slow feature analysis");
    speeds = Arrays.copyOf(eigen.values(), outputs);
    rows = new Moments();
    steps = new Moments();
  }

  @Override
  protected Batch apply(Examples x) {
    return slow.apply(x);
  }

  @Override
  protected Batch applyInverse(Examples y) {
    return slow.applyInverse(y);
  }

  @Override
  protected FlowNode blank() {
    return new SfaNode(outputs);
  }

  @Override
  protected void absorb(FlowNode fork) {
    SfaNode other = (SfaNode) fork;
    rows.merge(other.rows);
    steps.merge(other.steps);
  }

  /** The mean squared step along each direction, ascending. */
  public double[] speeds() {
    return speeds.clone();
  }
}
