package jacquard.flow;

import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The workers for each node of a flow: the same for all, or some of its own for each. */
final class WorkersByNode {
  private final @Nullable Iterator<? extends @Nullable Workers> each;
  private @Nullable Workers now;
  private int node = -1;

  private WorkersByNode(
      @Nullable Iterator<? extends @Nullable Workers> each, @Nullable Workers now) {
    this.each = each;
    this.now = now;
  }

  static WorkersByNode none() {
    return new WorkersByNode(null, null);
  }

  static WorkersByNode forAll(@Nullable Workers workers) {
    return new WorkersByNode(null, workers);
  }

  static WorkersByNode each(Iterator<? extends @Nullable Workers> workers) {
    return new WorkersByNode(workers, null);
  }

  /** The workers for a node, those for the nodes before it closed. */
  @Nullable Workers of(int wanted) {
    if (each != null) {
      while (node < wanted) {
        closeThese();
        if (!each.hasNext()) {
          throw new FlowException(
              String.format(
                  Locale.ROOT,
                  "there are workers for %d nodes, but none for node %d; give null for none",
                  node + 1,
                  wanted));
        }
        now = each.next();
        node++;
      }
    }
    return now;
  }

  /** Closes the workers that were asked for, and those for all nodes up to one. */
  void close(int end) {
    if (each != null) {
      closeThese();
      for (; node + 1 < end && each.hasNext(); node++) {
        now = each.next();
        closeThese();
      }
    }
  }

  private void closeThese() {
    Workers these = now;
    now = null;
    if (these != null) {
      these.close();
    }
  }
}
