package jacquard.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The columns of a CSV file: how they are called, and which are values and target. */
final class CsvColumns {
  private final String name;
  private final List<String> header;
  private final int fields;
  private final TreeSet<Integer> left = new TreeSet<>();
  private final int target;
  private final int[] inputs;

  /**
   * Finds the columns that the settings name.
   *
   * @param header the names; none if there is no header
   */
  CsvColumns(String name, List<String> header, int fields, CsvSettings settings) {
    this.name = name;
    this.header = header;
    this.fields = fields;
    settings.leftOut().stream().map(this::column).toList().forEach(left::add);
    this.target =
        switch (settings.target()) {
          case CsvSettings.LAST -> fields - 1;
          case CsvSettings.NONE -> -1;
          default -> column(settings.target());
        };
    this.inputs = inputs(settings);
  }

  private int[] inputs(CsvSettings settings) {
    int[] rest =
        settings.columns().isEmpty()
            ? IntStream.range(0, fields).filter(c -> c != target && !left.contains(c)).toArray()
            : settings.columns().stream().mapToInt(this::column).toArray();
    for (int column : rest) {
      if (column == target || left.contains(column)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: column %d%s is both a value and %s",
                name,
                column + 1,
                called(column),
                column == target ? "the target" : "left out"));
      }
    }
    return rest;
  }

  /** Refuses a file of which no column is left for values, or two have one name. */
  void check(String hint) {
    if (inputs.length == 0) {
      throw new IllegalArgumentException(
          name
              + (fields == 1
                  ? ", row 1: needs at least one value and a label" + hint
                  : ": no column is left for values"));
    }
    Map<String, Integer> seen = new HashMap<>();
    List<Integer> used = new ArrayList<>(IntStream.of(inputs).boxed().toList());
    if (target >= 0) {
      used.add(target);
    }
    for (int column : used) {
      Integer other = header.isEmpty() ? null : seen.put(header.get(column), column);
      if (other != null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: columns %d and %d are both called '%s'; leave one out by its number (without)",
                name,
                Math.min(other, column) + 1,
                Math.max(other, column) + 1,
                Visible.text(header.get(column))));
      }
    }
  }

  /**
   * The index of a column by name or by number counted from 1; of columns of one name, that which
   * is not left out.
   */
  int column(String wanted) {
    int named = header.indexOf(wanted);
    if (named >= 0) {
      int[] kept =
          IntStream.range(0, fields)
              .filter(c -> header.get(c).equals(wanted) && !left.contains(c))
              .toArray();
      if (kept.length == 1) {
        return kept[0];
      }
      int other = header.lastIndexOf(wanted);
      if (other > named) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: columns %d and %d are both called '%s'; say which by its number",
                name,
                named + 1,
                other + 1,
                Visible.text(wanted)));
      }
      return named;
    }
    if (wanted.matches("\\d{1,9}")) {
      int number = Integer.parseInt(wanted);
      if (number >= 1 && number <= fields) {
        return number - 1;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: no column '%s'; there are %d%s",
            name,
            Visible.text(wanted),
            fields,
            header.isEmpty() ? "" : ": " + Visible.list(header)));
  }

  /** The name of a column in brackets, if there is a header. */
  String called(int column) {
    return header.isEmpty() ? "" : " (" + Visible.text(header.get(column)) + ")";
  }

  int fields() {
    return fields;
  }

  /** The index of the target; -1 if there is none. */
  int target() {
    return target;
  }

  /** The indices of the values. */
  int[] inputs() {
    return inputs;
  }

  /** The names of the values. */
  List<String> names() {
    return header.isEmpty() ? List.of() : IntStream.of(inputs).mapToObj(header::get).toList();
  }
}
