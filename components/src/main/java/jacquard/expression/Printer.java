package jacquard.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Expressions as text for people. */
final class Printer {
  /** Operands deeper than this are left out of a line. */
  private static final int DEPTH = 6;

  private Printer() {}

  /** An operand with its type where it is no float, and its shape. */
  static String side(Expr e) {
    String type = e.type() == ElementType.FLOAT ? "" : e.type() + " ";
    return String.format(Locale.ROOT, "%s (%s%s)", words(e, 3), type, e.shape());
  }

  static String words(Expr e) {
    return words(e, DEPTH);
  }

  private static String words(Expr e, int depth) {
    if (e.operands().isEmpty()) {
      return leaf(e.op());
    }
    if (depth == 0) {
      return "..";
    }
    List<String> parts = e.operands().stream().map(part -> words(part, depth - 1)).toList();
    return combined(e.op(), parts);
  }

  private static String combined(Op op, List<String> parts) {
    return switch (op) {
      case Op.Binary b when b != Op.Binary.MAX && b != Op.Binary.MIN ->
          "(" + parts.get(0) + " " + b.word() + " " + parts.get(1) + ")";
      case Op.Product p ->
          String.format(
              Locale.ROOT,
              "dot(%s%s, %s%s)",
              parts.get(0),
              p.leftTransposed() ? "'" : "",
              parts.get(1),
              p.rightTransposed() ? "'" : "");
      case Op.Gather g -> parts.get(0) + "[" + parts.get(1) + "]";
      case Op.GatherColumns g -> parts.get(0) + "[:, " + parts.get(1) + "]";
      case Op.Sequence s ->
          parts.get(0) + " .. " + (s.count() == Integer.MAX_VALUE ? "" : "+" + s.count());
      default -> op.word() + "(" + String.join(", ", parts) + ")";
    };
  }

  private static String leaf(Op op) {
    return switch (op) {
      case Op.Input input -> input.name();
      case Op.Held held -> held.shared().name();
      case Op.Stored stored -> stored.table().name();
      case Op.Constant constant -> constant(constant.value());
      case Op.Folded folded -> constant(folded.value());
      default -> op.word();
    };
  }

  private static String constant(Value value) {
    String text = value.toString();
    return value.rows() * value.columns() == 1 ? text.substring(1, text.length() - 1) : text;
  }

  static String listing(List<Expr> roots) {
    Map<Expr, String> names = new HashMap<>();
    List<String> lines = new ArrayList<>();
    for (Expr e : Graph.ordered(roots)) {
      if (e.operands().isEmpty()) {
        names.put(e, leaf(e.op()));
        continue;
      }
      String name = "%" + (lines.size() + 1);
      List<String> parts = e.operands().stream().map(names::get).toList();
      lines.add(
          String.format(
              Locale.ROOT, "%s = %s : %s %s", name, combined(e.op(), parts), e.type(), e.shape()));
      names.put(e, name);
    }
    lines.add("give " + roots.stream().map(names::get).collect(Collectors.joining(", ")));
    return String.join("\n", lines);
  }
}
