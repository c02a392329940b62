package jacquard.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The settings for a file whose columns and classes are to be those of other rows. */
final class CsvLike {
  private CsvLike() {}

  /**
   * The settings with the columns and classes of other rows.
   *
   * @throws IllegalArgumentException if the file's columns are not those; it names them
   */
  static CsvSettings of(String name, CsvColumns found, CsvSettings settings, Examples other) {
    check(name, found, other, !settings.columns().isEmpty());
    if (found.target() < 0) {
      return settings.withColumns(columns(found, other));
    }
    if (other.hasTargets() != (settings.labels() == LabelKind.REAL)) {
      throw new IllegalArgumentException(
          name
              + (other.hasTargets()
                  ? ": the other data have real-valued targets (withRealTarget)"
                  : ": the other data have class labels, not real-valued targets"));
    }
    if (!other.hasTargets() && other.classNames().isEmpty()) {
      if (settings.labels() == LabelKind.TEXTS) {
        throw new IllegalArgumentException(
            name + ": the names of the other data's classes are not known");
      }
      return settings.withColumns(columns(found, other)).withClassNumbers();
    }
    return settings.withColumns(columns(found, other)).withClasses(other.classNames());
  }

  private static List<String> columns(CsvColumns found, Examples other) {
    return found.names().isEmpty() ? List.of() : other.columnNames();
  }

  private static void check(String name, CsvColumns found, Examples other, boolean selected) {
    List<String> wanted = other.columnNames();
    List<String> names = found.names();
    if (wanted.isEmpty() || names.isEmpty()) {
      if (found.inputs().length != other.columns()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has %d columns of values, the other data have %d",
                name,
                found.inputs().length,
                other.columns()));
      }
      return;
    }
    List<String> lacking = new ArrayList<>(wanted);
    lacking.removeAll(names);
    List<String> more = new ArrayList<>(names);
    more.removeAll(wanted);
    if (!lacking.isEmpty() || (!more.isEmpty() && !selected)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s does not have the columns of the other data: %s%s%s",
              name,
              lacking.isEmpty() ? "" : "it lacks " + Visible.list(lacking),
              lacking.isEmpty() || more.isEmpty() ? "" : ", ",
              more.isEmpty() ? "" : "it also has " + Visible.list(more)));
    }
  }
}
