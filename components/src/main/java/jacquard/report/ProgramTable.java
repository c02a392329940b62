package jacquard.report;

import jacquard.program.Cost;
import jacquard.trace.Profile;
import jacquard.trace.Profile.Spent;
import jacquard.vm.Hook;
import jacquard.vm.Jump;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.Progress;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The nodes of a program in order, with where its run stands and what a profile measured. */
final class ProgramTable {
  /** The name of the file. */
  static final String FILE = "program.csv";

  /** Of larger programs only so many nodes are listed. */
  static final int MOST = 500;

  private static final String HEADER = "path,depth,node,steps,here,taken,seconds,own";
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

  /**
   * One node.
   *
   * @param path such as {@code /0/2}
   * @param depth how many nodes are around it
   * @param node such as {@code call kf.next}
   * @param steps how many it takes, in words
   * @param here where the run stands, if it stands here, such as {@code round 3 of 10}; or empty
   * @param taken how many steps it took, its children included; -1 where there was no profile
   * @param seconds the time these took
   * @param own the time without its children
   */
  record Row(
      String path,
      int depth,
      String node,
      String steps,
      String here,
      long taken,
      double seconds,
      double own) {
    boolean isMeasured() {
      return taken >= 0;
    }
  }

  /** Of a program with more nodes than this none are, because looking takes time. */
  private static final long LARGEST = 20_000;

  private final Vm run;
  private final Names names;
  private final List<Row> nodes = new ArrayList<>();
  private @Nullable Node listed;

  /** The nodes of a run's program; what does not change is found out once. */
  ProgramTable(Vm run, Names names) {
    this.run = run;
    this.names = names;
  }

  private void list() {
    Node root = run.root().node();
    if (root != listed) { // else the run was not rewritten
      listed = root;
      nodes.clear();
      if (root.size() <= LARGEST) {
        add(root, "", 0, "");
      }
    }
  }

  private void add(Node node, String path, int depth, String role) {
    if (nodes.size() >= MOST) {
      return;
    }
    StringBuilder line = new StringBuilder(node.label(names));
    line.append(role.isEmpty() ? "" : ", " + role);
    for (Hook hook : node.hooks()) {
      line.append(" [").append(hook.label(names)).append(']');
    }
    nodes.add(
        new Row(
            path.isEmpty() ? "/" : path,
            depth,
            line.toString(),
            Cost.of(node).toString().replaceFirst(" steps?$", ""),
            "",
            -1,
            0,
            0));
    for (int i = 0; i < node.children().size(); i++) {
      add(node.children().get(i), path + "/" + i, depth + 1, node.construct().role(i));
    }
  }

  /** The table as it is now; the run must be paused. */
  String csv(@Nullable Profile profile) {
    list();
    if (nodes.isEmpty()) {
      return HEADER + "\n";
    }
    IdentityHashMap<Task, String> notes = notes();
    IdentityHashMap<Task, Spent> whole = profile == null ? null : profile.whole();
    List<Task> tasks = new ArrayList<>();
    tasks(run.root(), tasks);
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (int i = 0; i < nodes.size(); i++) {
      Row row = nodes.get(i);
      Task task = tasks.get(i);
      Spent spent = whole == null ? null : whole.get(task);
      Spent own = profile == null ? null : profile.own(task);
      text.append(
              FORMAT.format(
                  row.path,
                  row.depth,
                  row.node,
                  row.steps,
                  notes.getOrDefault(task, ""),
                  spent == null ? "" : spent.steps(),
                  spent == null ? "" : spent.nanos() / 1e9,
                  own == null ? "" : own.nanos() / 1e9))
          .append('\n');
    }
    return text.toString();
  }

  private static void tasks(Task task, List<Task> tasks) {
    if (tasks.size() >= MOST) {
      return;
    }
    tasks.add(task);
    for (int i = 0; i < task.size(); i++) {
      tasks(task.child(i), tasks);
    }
  }

  private IdentityHashMap<Task, String> notes() {
    IdentityHashMap<Task, String> notes = new IdentityHashMap<>();
    for (Task task : run.active()) {
      Progress progress = task.progress();
      notes.put(task, progress == null ? "active" : progress.toString());
    }
    for (Task task : run.active()) {
      task.threads().forEach(jump -> next(jump, "next of its thread", notes));
    }
    next(run.jump(), "next", notes);
    return notes;
  }

  private static void next(Jump jump, String word, IdentityHashMap<Task, String> notes) {
    if (!jump.isReturn()) {
      notes.merge(jump.to(), word, (before, w) -> before + ", " + w);
    }
  }

  /** The rows of a file; none if there is none. */
  static List<Row> read(Path file) {
    return RunDirectory.isThere(file)
        ? CsvRows.read(
            FORMAT,
            file,
            RunFile.text(file),
            HEADER,
            "move it away, the run writes it again when it is resumed",
            ProgramTable::row)
        : List.of();
  }

  private static Row row(CSVRecord each) {
    boolean isMeasured = !each.get(5).isEmpty();
    return new Row(
        each.get(0),
        Integer.parseInt(each.get(1)),
        each.get(2),
        each.get(3),
        each.get(4),
        isMeasured ? Long.parseLong(each.get(5)) : -1,
        isMeasured ? Double.parseDouble(each.get(6)) : 0,
        isMeasured ? Double.parseDouble(each.get(7)) : 0);
  }
}
