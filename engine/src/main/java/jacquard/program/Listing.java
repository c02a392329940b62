package jacquard.program;

import jacquard.vm.Call;
import jacquard.vm.Construct;
import jacquard.vm.Jump;
import jacquard.vm.Node;
import jacquard.vm.Paths;
import jacquard.vm.Progress;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All places of a program in order, parents first, with what is to be told of each: what every
 * printed form is made of.
 */
final class Listing {
  /** A path goes no further than this, so that very deep programs stay printable. */
  static final int DEEPEST = 60;

  /**
   * One place.
   *
   * @param parent the row of the parent, -1 for the root
   * @param index which child of its parent it is
   * @param role what its parent tells it of, or empty
   * @param same the path of the first place where the same node stands; null if this is the first
   * @param here where the run stands, if it stands here
   * @param isNext whether the run's next step leads here
   */
  record Row(
      Node node,
      String path,
      int depth,
      int parent,
      int index,
      String role,
      Cost cost,
      @Nullable String same,
      @Nullable Task task,
      @Nullable String here,
      boolean isNext) {

    Construct construct() {
      return node.construct();
    }
  }

  private record Place(Node node, String path, int depth, int parent, int index) {}

  private final Program program;
  private final @Nullable Vm run;
  private final IdentityHashMap<Node, Cost> costs;
  private final IdentityHashMap<Node, String> first = new IdentityHashMap<>();
  private final IdentityHashMap<Task, String> notes = new IdentityHashMap<>();
  private final IdentityHashMap<Task, Boolean> next = new IdentityHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  private Listing(Program program, @Nullable Vm run) {
    this.program = program;
    this.run = run;
    this.costs = Cost.all(program.root());
  }

  /** The rows of a program, with where a run of it stands if one is given. */
  static List<Row> of(Program program, @Nullable Vm run) {
    Listing listing = new Listing(program, run);
    if (run != null) {
      listing.mark(run);
    }
    listing.walk();
    return listing.rows;
  }

  private void mark(Vm run) {
    for (Task task : run.active()) {
      Progress progress = task.progress();
      notes.put(task, progress == null ? "active" : progress.toString());
    }
    for (Task task : run.active()) {
      task.threads().forEach(jump -> markNext(jump, "next of its thread"));
    }
    markNext(run.jump(), "next");
  }

  private void markNext(Jump jump, String word) {
    if (!jump.isReturn()) {
      notes.merge(jump.to(), word, (before, w) -> before + ", " + w);
      next.put(jump.to(), true);
    }
  }

  private void walk() {
    ArrayDeque<Place> open = new ArrayDeque<>();
    ArrayDeque<Task> tasks = new ArrayDeque<>();
    open.push(new Place(program.root(), "/", 0, -1, 0));
    if (run != null) {
      tasks.push(run.root());
    }
    while (!open.isEmpty()) {
      Place place = open.pop();
      Task task = tasks.poll();
      int row = rows.size();
      rows.add(row(place, task));
      List<Node> children = place.node.children();
      for (int i = children.size() - 1; i >= 0; i--) {
        String path = place.depth < DEEPEST ? Paths.child(place.path, i) : "…/" + i;
        open.push(new Place(children.get(i), path, place.depth + 1, row, i));
        if (task != null) {
          tasks.push(task.child(i));
        }
      }
    }
  }

  private Row row(Place place, @Nullable Task task) {
    Node node = place.node;
    String same = node.construct() instanceof Call ? null : first.putIfAbsent(node, place.path);
    return new Row(
        node,
        place.path,
        place.depth,
        place.parent,
        place.index,
        place.parent < 0 ? "" : rows.get(place.parent).construct().role(place.index),
        Cost.cost(node, costs),
        same,
        task,
        task == null ? null : notes.get(task),
        task != null && next.containsKey(task));
  }
}
