package jacquard.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One place where an optimized run makes calls: one call, or several that stand side by side. */
final class Site {
  final Task task;
  final Call call;

  /** The call's batch, or null. */
  final @Nullable Batch batch;

  /** The function that this call and the next ones are joined to, or null. */
  final @Nullable Chain chain;

  /** How many calls are made at once. */
  final int calls;

  /** How many steps these take. */
  final int steps;

  private Site(Task task, Call call, @Nullable Batch batch, @Nullable Chain chain) {
    this.task = task;
    this.call = call;
    this.batch = batch;
    this.chain = chain;
    this.calls = chain == null ? 1 : chain.length();
    this.steps = 2 * calls;
  }

  /** The sites below a task by child; null for a child that is no call. */
  static @Nullable Site[] below(Task task) {
    List<Node> nodes = task.node().children();
    boolean stacked = task.node().construct() instanceof Buffer;
    @Nullable Site[] sites = new @Nullable Site[nodes.size()];
    for (int i = 0; i < sites.length; i++) {
      if (nodes.get(i).construct() instanceof Call call) {
        sites[i] =
            new Site(
                task.child(i),
                call,
                stacked ? Batch.of(call) : null,
                stacked ? null : Chain.at(nodes, i));
      }
    }
    return sites;
  }
}
