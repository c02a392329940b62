package jacquard.flow;

import jacquard.data.Examples;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work of training a fork of a node on a chunk, behind the nodes before it.
 *
 * <p>Workers get neither the nodes behind nor what the trained one has learned in this phase, and
 * give back forks only.
 *
 * @param before the nodes before it, trained
 * @param trained a fork of the node itself
 */
record TrainingWork(Execution before, FlowNode trained)
    implements Work<Examples, List<@Nullable FlowNode>> {
  /** The work for a node of a flow, which must be forkable. */
  static TrainingWork of(Flow flow, int node) {
    return new TrainingWork(new Execution(flow.nodes().subList(0, node)), flow.node(node).fork());
  }

  /** Forks by the place of their node, the trained one last; null for nodes that did not change. */
  @Override
  public List<@Nullable FlowNode> apply(Examples chunk) {
    Examples x = chunk;
    List<@Nullable FlowNode> forks = new ArrayList<>();
    if (!before.nodes().isEmpty()) {
      Execution.Result result = before.apply(chunk);
      x = result.rows();
      forks.addAll(result.forks());
    }
    FlowNode fork = trained.fork();
    fork.train(x);
    forks.add(fork);
    return forks;
  }
}
