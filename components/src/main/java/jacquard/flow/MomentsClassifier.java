package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Examples;
import jacquard.learn.Moments;
import java.util.Map;

/** A classifier that learns from the moments of the classes alone, in one phase. */
abstract class MomentsClassifier extends ClassifierNode {
  private ClassMoments moments = new ClassMoments();

  /** The classes that have scores, ascending. */
  private int[] labels = {};

  MomentsClassifier() {
    super(0);
  }

  @Override
  public void state(State s) {
    super.state(s);
    moments = s.value("moments", moments);
    labels = Classes.state(s, labels);
  }

  @Override
  public final int phases() {
    return 1;
  }

  @Override
  public final int outputs() {
    return labels.length;
  }

  @Override
  public final boolean isForkable() {
    return true;
  }

  @Override
  protected final int classOf(int column) {
    return labels[column];
  }

  @Override
  protected final void learn(Examples x) {
    checkTraining(x);
    moments.add(x);
  }

  @Override
  protected final void absorb(FlowNode fork) {
    moments.merge(((MomentsClassifier) fork).moments);
  }

  @Override
  protected final void endPhase() {
    int[] seen = Classes.of(moments.byLabel().keySet());
    become(moments.byLabel(), moments.all().count());
    labels = seen;
    moments = new ClassMoments();
  }

  /** Takes what it needs of the moments of the classes that were seen, ascending. */
  abstract void become(Map<Integer, Moments> byLabel, long rows);
}
