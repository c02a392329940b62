package jacquard.data;

import jacquard.checkpoint.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * What is known of rows beside their numbers: the data set they come from and the names of their
 * columns and classes. Whatever is not known is empty.
 *
 * @param data what errors call the data set
 * @param columns the names of the columns, in order
 * @param classes the names of the classes, by label
 */
record Schema(String data, List<String> columns, List<String> classes) {
  static final Schema UNKNOWN = new Schema("", List.of(), List.of());

  Schema {
    columns = List.copyOf(columns);
    classes = List.copyOf(classes);
  }

  /** The schema of other values under the same labels. */
  Schema withoutColumns() {
    return columns.isEmpty() ? this : new Schema(data, List.of(), classes);
  }

  /** What errors call the rows. */
  String called() {
    return data.isEmpty() ? "a batch" : data;
  }

  /** Refuses names that do not fit the columns, or appear twice. */
  void check(int width) {
    if (!columns.isEmpty() && columns.size() != width) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: %d names for %d columns", called(), columns.size(), width));
    }
    checkDistinct("column", columns);
    checkDistinct("class", classes);
  }

  private void checkDistinct(String what, List<String> names) {
    if (new HashSet<>(names).size() < names.size()) {
      List<String> twice = new ArrayList<>(names);
      new HashSet<>(names).forEach(twice::remove);
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: two of its %s names are '%s'",
              called(),
              what,
              Visible.text(twice.getFirst())));
    }
  }

  /**
   * The schema of rows of both below each other. Names that only one knows are kept; of classes
   * that were met row by row the longer list.
   *
   * @throws IllegalArgumentException if columns or classes differ
   */
  Schema stackedOn(Schema other) {
    if (equals(other)) {
      return this;
    }
    return new Schema(
        data.equals(other.data) ? data : "",
        same("columns", columns, other.columns, columns.size() == other.columns.size()),
        same("classes", classes, other.classes, true));
  }

  private static List<String> same(
      String what, List<String> some, List<String> others, boolean comparable) {
    List<String> longer = some.size() < others.size() ? others : some;
    List<String> shorter = longer.equals(some) ? others : some;
    if (!shorter.isEmpty() && (!comparable || !longer.subList(0, shorter.size()).equals(shorter))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "cannot stack: some rows have the %s %s, others %s",
              what,
              Visible.list(some),
              Visible.list(others)));
    }
    return longer;
  }

  /** Keeps the schema beside rows, if anything is known; what was loaded. */
  Schema state(State s) {
    if (s.isLoading() ? !s.has("columnNames") : equals(UNKNOWN)) {
      return UNKNOWN;
    }
    return new Schema(
        s.value("of", data), names(s, "columnNames", columns), names(s, "classNames", classes));
  }

  /**
   * Declares names as state, as a list of their own: a checkpoint does not depend on which objects
   * share one.
   */
  static List<String> names(State s, String name, List<String> names) {
    return s.value(name, List.of(names.toArray(String[]::new)));
  }
}
