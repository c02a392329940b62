package jacquard.flow;

import jacquard.data.Batch;
import jacquard.data.Examples;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work of executing nodes on a chunk.
 *
 * @param nodes trained; of those that change when executed, forks
 */
record Execution(List<FlowNode> nodes) implements Work<Examples, Execution.Result> {
  /**
   * What that gives.
   *
   * @param rows of the last node
   * @param forks by the place of their node; null for nodes that did not change
   */
  record Result(Batch rows, List<@Nullable FlowNode> forks) {}

  Execution {
    nodes = nodes.stream().map(node -> node.useExecuteFork() ? node.fork() : node).toList();
  }

  @Override
  public Result apply(Examples chunk) {
    List<FlowNode> used = new ArrayList<>();
    List<@Nullable FlowNode> forks = new ArrayList<>();
    for (FlowNode node : nodes) {
      FlowNode fork = node.useExecuteFork() ? node.fork() : null;
      used.add(fork == null ? node : fork);
      forks.add(fork);
    }
    return new Result(Flow.through(used, chunk), forks);
  }
}
