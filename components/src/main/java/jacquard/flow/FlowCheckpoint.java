package jacquard.flow;

import jacquard.experiment.Experiment;
import java.nio.file.Path;
import java.util.Locale;

/** What is done whenever a training phase of a node has ended. */
@FunctionalInterface
public interface FlowCheckpoint {
  /**
   * Told of the end of a phase; the node is between two phases, or trained.
   *
   * @param node which of the flow it is, from 0
   * @param phase that ended, from 0
   */
  void reached(int node, int phase, FlowNode trained);

  /**
   * Saves the node as a checkpoint with one component, {@code node}, in {@code node-N-phase-P.jqd}.
   *
   * @param types classes of one's own that nodes are or hold
   */
  static FlowCheckpoint save(Path directory, Class<?>... types) {
    return (node, phase, trained) ->
        new Experiment()
            .types(types)
            .component("node", trained)
            .save(
                directory.resolve(String.format(Locale.ROOT, "node-%d-phase-%d.jqd", node, phase)));
  }

  /** Does this for one node only. */
  default FlowCheckpoint ofNode(int only) {
    return (node, phase, trained) -> {
      if (node == only) {
        reached(node, phase, trained);
      }
    };
  }
}
