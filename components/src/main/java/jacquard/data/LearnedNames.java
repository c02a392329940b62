package jacquard.data;

import jacquard.checkpoint.State;
import java.util.List;
import java.util.Locale;

/**
 * The names of the columns and classes of the rows a model has learned from, against which later
 * rows are checked: columns in another order, or classes numbered otherwise, give wrong answers
 * that look like any others. What the model or the rows do not know is not compared.
 *
 * @param columns in order; empty if they are not known
 * @param classes by label; empty if they are not known
 */
public record LearnedNames(List<String> columns, List<String> classes) {
  /** Of a model that knows neither columns nor classes. */
  public static final LearnedNames NONE = new LearnedNames(List.of(), List.of());

  /** Declares the names as state of a model, if it knows any; what was loaded. */
  public LearnedNames state(State s) {
    if (s.isLoading() ? !s.has("learnedColumns") : equals(NONE)) {
      return NONE;
    }
    return new LearnedNames(
        Schema.names(s, "learnedColumns", columns), Schema.names(s, "learnedClasses", classes));
  }

  /** Copies the lists. */
  public LearnedNames {
    columns = List.copyOf(columns);
    classes = List.copyOf(classes);
  }

  /**
   * Refuses rows whose columns have other names, or the same in another order.
   *
   * @param model what errors call it
   */
  public void checkColumns(String model, Examples rows) {
    checkColumns(model, rows.columnNames());
  }

  private void checkColumns(String model, List<String> given) {
    if (!columns.isEmpty() && !given.isEmpty()) {
      check(model, "column", columns, given, Math.max(columns.size(), given.size()));
    }
  }

  /**
   * Refuses rows whose labels stand for other classes; either side may know more of them.
   *
   * @param model what errors call it
   */
  public void checkClasses(String model, Examples rows) {
    checkClasses(model, rows.classNames());
  }

  private void checkClasses(String model, List<String> given) {
    check(model, "class", classes, given, Math.min(classes.size(), given.size()));
  }

  /** Refuses a difference among the first names of both. */
  private static void check(
      String model, String what, List<String> own, List<String> given, int count) {
    for (int at = 0; at < count; at++) {
      if (at >= own.size() || at >= given.size() || !own.get(at).equals(given.get(at))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %s %d of these rows is %s, it learned %s there; they have %s, it learned %s",
                model,
                what,
                at,
                at(given, at),
                at(own, at),
                Visible.list(given),
                Visible.list(own)));
      }
    }
  }

  private static String at(List<String> names, int index) {
    return index < names.size() ? "'" + Visible.text(names.get(index)) + "'" : "missing";
  }

  /** The names after learning from rows that were checked: what is known of either. */
  public LearnedNames with(Examples rows) {
    List<String> more = rows.classNames();
    LearnedNames both =
        new LearnedNames(
            columns.isEmpty() ? rows.columnNames() : columns,
            classes.size() < more.size() ? more : classes);
    return equals(both) ? this : both;
  }

  /**
   * The names of a model that takes over what another has learned.
   *
   * @throws IllegalArgumentException if that learned from other columns or classes
   */
  public LearnedNames with(String model, LearnedNames other) {
    checkColumns(model, other.columns);
    checkClasses(model, other.classes);
    LearnedNames both =
        new LearnedNames(
            columns.isEmpty() ? other.columns : columns,
            classes.size() < other.classes.size() ? other.classes : classes);
    return equals(both) ? this : both;
  }

  /** The columns alone, for what learns nothing from labels. */
  public LearnedNames ofColumns() {
    return classes.isEmpty() ? this : new LearnedNames(columns, List.of());
  }
}
