package jacquard.program;

import jacquard.hook.NamedHook;
import jacquard.vm.Construct;
import jacquard.vm.Hook;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reader of a program's text, plain or as it is printed; of what is printed the columns are
 * passed over.
 */
final class Parser {
  /** A node whose children may still come. */
  private static final class Open {
    final Line line;
    final int indent;
    final Construct construct;
    final @Nullable String name;
    final int start;
    final List<Node> children = new ArrayList<>();
    final List<Hook> hooks = new ArrayList<>();
    @Nullable String unit;
    int childrensIndent = -1;

    Open(Line line, int indent, Construct construct, @Nullable String name, int start) {
      this.line = line;
      this.indent = indent;
      this.construct = construct;
      this.name = name;
      this.start = start;
    }

    Node node() {
      return Words.at(
          line,
          start,
          () -> {
            Node node = Node.of(construct, children);
            node = name == null ? node : node.named(name);
            node = unit == null ? node : node.counting(unit);
            for (Hook hook : hooks) {
              NamedHook.check(hook, node);
            }
            return node.withHooks(hooks);
          });
    }
  }

  private final Vocabulary vocabulary;
  private final ArrayDeque<Open> open = new ArrayDeque<>();
  private @Nullable Node root;

  private Parser(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  static Node parse(String text, Vocabulary vocabulary) {
    Parser parser = new Parser(vocabulary);
    List<String> lines = text.lines().toList();
    boolean isPrinted =
        lines.stream()
            .filter(l -> !l.isBlank() && !l.stripLeading().startsWith("#"))
            .findFirst()
            .map(Parser::isPrinted)
            .orElse(false);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean isHeader = isPrinted && line.startsWith("path ");
      if (!line.isBlank() && !line.stripLeading().startsWith("#") && !isHeader) {
        parser.add(isPrinted ? printed(line, i + 1) : plain(line, i + 1));
      }
    }
    parser.closeTo(-1);
    if (parser.root == null) {
      throw new ProgramException("the text of a program has at least one line, such as seq");
    }
    return parser.root;
  }

  private static boolean isPrinted(String line) {
    return line.startsWith("/") || line.startsWith("path ");
  }

  private static Line plain(String line, int number) {
    int start = indent(line, 0);
    Line whole = new Line(line, number, start, line.length());
    if (line.charAt(start) == '\t') {
      throw whole.error("programs are indented by spaces, not tabs");
    }
    return new Line(line, number, start, line.stripTrailing().length());
  }

  /** A line without its path before and the columns after it, which are two spaces apart. */
  private static Line printed(String line, int number) {
    int path = line.indexOf(' ');
    Line whole = new Line(line, number, 0, line.length());
    if (path < 0 || !isPrinted(line)) {
      throw whole.error(
          line.startsWith("…")
              ? "a printed program shows no more than "
                  + Listing.DEEPEST
                  + " levels; keep the plain form, Format.PLAIN"
              : "a path is wanted here, as in the first line, not " + whole.found());
    }
    int start = indent(line, path);
    if (start == line.length()) {
      throw whole.error(path, "a construct is wanted here, after the path");
    }
    int end = columns(line, start);
    return new Line(line, number, start, end < 0 ? line.stripTrailing().length() : end);
  }

  /**
   * Where the columns after a node begin, spaces in quotes and in a hook's brackets aside; or -1.
   */
  private static int columns(String line, int start) {
    boolean isQuoted = false;
    boolean isHook = false;
    for (int i = start; i < line.length(); i++) {
      char c = line.charAt(i);
      isHook = isQuoted ? isHook : isHook ? c != ']' : line.startsWith(" [", i);
      isQuoted ^= c == '"' && isHook;
      if (!isHook && line.startsWith("  ", i)) {
        return i;
      }
    }
    return -1;
  }

  private static int indent(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private void add(Line line) {
    int indent = line.at();
    closeTo(indent);
    Open parent = open.peek();
    if (parent == null && root != null) {
      throw line.error("a program has one root; indent what belongs to it, or put both in a seq");
    }
    if (parent != null) {
      parent.childrensIndent = parent.childrensIndent < 0 ? indent : parent.childrensIndent;
      if (parent.childrensIndent != indent) {
        throw line.error("this is indented neither as a child nor as what stands above it");
      }
    }
    open.push(read(line, indent));
  }

  private Open read(Line line, int indent) {
    String name = line.name();
    if (line.skip(":")) {
      line.space();
    } else {
      line.back(indent);
      name = null;
    }
    int start = line.at();
    Open read = new Open(line, indent, Words.read(line, vocabulary), name, start);
    int end = line.at();
    line.space();
    if (line.skip("(")) {
      read.unit = line.name();
      if (!line.skip(")")) {
        throw line.error("a ) is wanted here, after the word for what is counted");
      }
      end = line.at();
      line.space();
    }
    while (line.isNext("[")) {
      read.hooks.add(Words.readHook(line, vocabulary));
      end = line.at();
    }
    if (!line.isAtEnd()) {
      line.back(end);
      line.space();
      throw line.error("nothing is wanted here, but there is " + line.found());
    }
    return read;
  }

  /** Makes the nodes that are indented as much as the next line or more. */
  private void closeTo(int indent) {
    while (!open.isEmpty() && open.element().indent >= indent) {
      Node node = open.pop().node();
      if (open.isEmpty()) {
        root = node;
      } else {
        open.element().children.add(node);
      }
    }
  }
}
