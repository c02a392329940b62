package jacquard.program;

import jacquard.trace.Profile;
import jacquard.trace.Profile.Spent;
import jacquard.vm.Call;
import jacquard.vm.Choose;
import jacquard.vm.Names;
import jacquard.vm.Threaded;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms of a program for tools that draw graphs: one box a node, nothing left out. */
final class Graph {
  private final Names names;
  private final List<Listing.Row> rows;
  private final @Nullable Profile profile;
  private final IdentityHashMap<jacquard.vm.Task, Spent> whole;

  Graph(Names names, List<Listing.Row> rows, @Nullable Profile profile) {
    this.names = names;
    this.rows = rows;
    this.profile = profile;
    this.whole = profile == null ? new IdentityHashMap<>() : profile.whole();
  }

  /** A graph for Graphviz. */
  String dot() {
    StringBuilder page = new StringBuilder("digraph program {\n");
    page.append("  graph [rankdir=LR, ordering=out];\n");
    page.append(
        "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=Helvetica];\n");
    page.append("  edge [fontname=Helvetica, fontsize=10];\n");
    for (int i = 0; i < rows.size(); i++) {
      Listing.Row row = rows.get(i);
      String label = String.join("\\n", texts(row).stream().map(Graph::dotText).toList());
      page.append(String.format(Locale.ROOT, "  n%d [label=\"%s\"%s];\n", i, label, dotStyle(row)));
    }
    for (int i = 1; i < rows.size(); i++) {
      String edge = edge(rows.get(i));
      page.append(String.format(Locale.ROOT, "  n%d -> n%d", rows.get(i).parent(), i));
      page.append(edge.isEmpty() ? ";\n" : String.format(Locale.ROOT, " [label=\"%s\"];\n", edge));
    }
    return page.append("}\n").toString();
  }

  private static String dotStyle(Listing.Row row) {
    String shape = row.construct() instanceof Call ? ", style=filled" : "";
    if (row.here() == null) {
      return shape;
    }
    return shape + ", penwidth=3, fillcolor=" + (row.isNext() ? "gold" : "lightyellow");
  }

  /** Graphviz reads escapes that begin with a backslash, and HTML's entities. */
  private static String dotText(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("&", "&amp;");
  }

  /** A flowchart for Mermaid. */
  String mermaid() {
    StringBuilder page = new StringBuilder("flowchart LR\n");
    for (int i = 0; i < rows.size(); i++) {
      Listing.Row row = rows.get(i);
      String label = String.join("<br/>", texts(row).stream().map(Graph::mermaidText).toList());
      boolean isCall = row.construct() instanceof Call;
      page.append(String.format(Locale.ROOT, isCall ? "  n%d[\"%s\"]" : "  n%d(\"%s\")", i, label));
      page.append(row.here() == null ? "" : row.isNext() ? ":::next" : ":::active").append('\n');
    }
    for (int i = 1; i < rows.size(); i++) {
      String edge = edge(rows.get(i));
      String arrow = edge.isEmpty() ? "-->" : "-->|" + edge + "|";
      page.append(String.format(Locale.ROOT, "  n%d %s n%d\n", rows.get(i).parent(), arrow, i));
    }
    if (rows.stream().anyMatch(row -> row.here() != null)) {
      page.append("  classDef active fill:#ffffe0,stroke-width:3px\n");
      page.append("  classDef next fill:#ffd700,stroke-width:3px\n");
    }
    return page.toString();
  }

  /** Mermaid ends a text at a quote, and reads HTML and Markdown in it, but knows its own codes. */
  private static String mermaidText(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean isPlain = Character.isLetterOrDigit(c) || " _:.,/()-+%=…".indexOf(c) >= 0;
              if (isPlain) {
                safe.appendCodePoint(c);
              } else {
                safe.append('#').append(c).append(';');
              }
            });
    return safe.toString();
  }

  private List<String> texts(Listing.Row row) {
    List<String> texts = new ArrayList<>();
    texts.add(row.node().label(names));
    row.node().hooks().forEach(hook -> texts.add("[" + hook.label(names) + "]"));
    texts.add(row.path() + "   " + row.cost());
    if (row.same() != null) {
      texts.add("the same node as " + row.same());
    }
    if (profile != null && row.task() != null) {
      Spent all = whole.getOrDefault(row.task(), profile.own(row.task()));
      texts.add(String.format(Locale.ROOT, "%,d steps taken", all.steps()));
      texts.add(
          Printer.time(all.nanos()) + ", own " + Printer.time(profile.own(row.task()).nanos()));
    }
    if (row.here() != null) {
      texts.add(row.here());
    }
    return texts;
  }

  /** What a child is to its parent, where the order alone does not tell. */
  private String edge(Listing.Row row) {
    return switch (rows.get(row.parent()).construct()) {
      case Choose choose -> row.index() == 0 ? "selector" : "option " + (row.index() - 1);
      case Threaded<?> threaded -> "thread " + row.index();
      default -> row.role();
    };
  }
}
