package jacquard.program;

import jacquard.trace.Profile;
import jacquard.trace.Profile.Spent;
import jacquard.vm.Names;
import jacquard.vm.Task;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a program: one node a line, indented, its path before it, its steps after it,
 * then what a profile measured and where the run stands.
 */
final class Printer {
  private static final List<String> HEADER =
      List.of("path", "program", "steps", "taken", "time", "own time");

  /** How many columns are aligned to the left. */
  private static final int TEXTS = 2;

  private final Names names;
  private final @Nullable Profile profile;
  private final IdentityHashMap<Task, Spent> whole;

  private Printer(Names names, @Nullable Profile profile) {
    this.names = names;
    this.profile = profile;
    this.whole = profile == null ? new IdentityHashMap<>() : profile.whole();
  }

  static String print(Names names, List<Listing.Row> rows, @Nullable Profile profile) {
    return new Printer(names, profile).print(rows);
  }

  private String print(List<Listing.Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    if (profile != null) {
      lines.add(HEADER);
      notes.add("");
    }
    for (Listing.Row row : rows) {
      lines.add(columns(row));
      notes.add(row.here() == null ? "" : "  <- " + row.here());
    }
    return aligned(lines, notes);
  }

  private List<String> columns(Listing.Row row) {
    List<String> columns = new ArrayList<>();
    columns.add(row.path());
    columns.add("  ".repeat(Math.min(row.depth(), Listing.DEEPEST)) + line(row));
    columns.add(row.cost().toString());
    if (profile != null) {
      Task task = Objects.requireNonNull(row.task());
      Spent all = whole.getOrDefault(task, profile.own(task));
      columns.add(String.format(Locale.ROOT, "%,d", all.steps()));
      columns.add(time(all.nanos()));
      columns.add(time(profile.own(task).nanos()));
    }
    return columns;
  }

  private String line(Listing.Row row) {
    StringBuilder line = new StringBuilder(row.node().label(names));
    line.append(row.role().isEmpty() ? "" : ", " + row.role());
    row.node().hooks().forEach(hook -> line.append(" [").append(hook.label(names)).append(']'));
    return line.toString();
  }

  /** A time in milliseconds. */
  static String time(long nanos) {
    return String.format(Locale.ROOT, "%,.3f ms", nanos / 1e6);
  }

  private static String aligned(List<List<String>> lines, List<String> notes) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder page = new StringBuilder();
    for (int row = 0; row < lines.size(); row++) {
      for (int i = 0; i < widths.length; i++) {
        String text = lines.get(row).get(i);
        String space = " ".repeat(widths[i] - text.length());
        page.append(i == 0 ? "" : "  ").append(i < TEXTS ? text + space : space + text);
      }
      page.append(notes.get(row)).append('\n');
    }
    return page.toString();
  }
}
