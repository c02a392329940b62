package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A flow as a node of another flow: its phases are those of its nodes, one after the other, and of
 * forks only the node at work is trained.
 */
@Atomic
public final class NestedFlow extends FlowNode {
  private Flow flow;

  /** Makes a node of a flow, none of whose nodes is within a phase. */
  public NestedFlow(Flow flow) {
    super(flow.node(0).inputs());
    this.flow = flow;
  }

  /** To be loaded. */
  private NestedFlow() {
    this(new Flow(new QuadraticNode()));
  }

  @Override
  public void state(State s) {
    super.state(s);
    flow = s.value("flow", flow);
  }

  /** The flow. */
  public Flow flow() {
    return flow;
  }

  @Override
  public int phases() {
    // What is behind counts as done, so that a flow of trained nodes can be nested too.
    return phase()
        + flow.nodes().stream().mapToInt(node -> Math.max(0, node.phases() - node.phase())).sum();
  }

  @Override
  public int outputs() {
    return flow.node(flow.size() - 1).outputs();
  }

  @Override
  public boolean isInvertible() {
    return flow.nodes().stream().allMatch(FlowNode::isInvertible);
  }

  @Override
  public boolean isForkable() {
    return isTraining() && flow.node(atWork()).isForkable();
  }

  @Override
  public boolean useExecuteFork() {
    return flow.nodes().stream().anyMatch(FlowNode::useExecuteFork);
  }

  /** The first node that is to be trained; as many as there are nodes if none is. */
  private int atWork() {
    int i = 0;
    while (i < flow.size() && !flow.node(i).isTraining()) {
      i++;
    }
    return i;
  }

  @Override
  protected void learn(Examples x) {
    int i = atWork();
    flow.train(i, x);
  }

  @Override
  protected void endPhase() {
    flow.stopTraining(atWork());
  }

  @Override
  protected Batch apply(Examples x) {
    return flow.execute(x);
  }

  @Override
  protected Batch applyInverse(Examples y) {
    return flow.inverse(y);
  }

  @Override
  protected FlowNode blank() {
    List<FlowNode> nodes = new ArrayList<>(flow.nodes());
    int i = atWork();
    for (int j = 0; j < nodes.size(); j++) {
      FlowNode node = Objects.requireNonNull(nodes.get(j));
      if (j == i || (j < i && node.useExecuteFork())) {
        nodes.set(j, node.fork());
      }
    }
    return new NestedFlow(new Flow(nodes));
  }

  @Override
  protected void absorb(FlowNode fork) {
    Flow other = ((NestedFlow) fork).flow;
    int i = atWork();
    for (int j = 0; j < flow.size(); j++) {
      if (j == i || (j < i && flow.node(j).useExecuteFork())) {
        flow.node(j).join(other.node(j));
      }
    }
  }
}
