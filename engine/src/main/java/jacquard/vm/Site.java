package jacquard.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One place where an optimized run makes calls: one call, or several that stand side by side. */
final class Site {
  final Task task;
  final Call call;

  /** What gives many results of the call at once, or null. */
  final @Nullable BatchMethod batch;

  /** The function that this call and the next ones are joined to, or null. */
  final @Nullable Chain chain;

  /** How many calls are made at once. */
  final int calls;

  /** How many steps these take. */
  final int steps;

  private Site(Task task, Call call, @Nullable BatchMethod batch, @Nullable Chain chain) {
    this.task = task;
    this.call = call;
    this.batch = batch;
    this.chain = chain;
    this.calls = chain == null ? 1 : chain.length();
    this.steps = 2 * calls;
  }

  /** The sites below a task by child; null for a child that is no call, or one with hooks. */
  static @Nullable Site[] below(Task task) {
    List<Node> nodes = task.node().children();
    boolean stacked = task.node().construct() instanceof Buffer;
    boolean hooked = !task.node().hooks().isEmpty(); // if one fails, the frame must hold all values
    @Nullable Site[] sites = new @Nullable Site[nodes.size()];
    for (int i = 0; i < sites.length; i++) {
      Call call = nodes.get(i).unhookedCall();
      if (call != null) {
        sites[i] =
            new Site(
                task.child(i),
                call,
                stacked && !hooked ? BatchMethod.of(call) : null,
                stacked ? null : Chain.at(nodes, i));
      }
    }
    return sites;
  }
}
