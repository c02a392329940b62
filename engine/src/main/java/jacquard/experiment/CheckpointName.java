package jacquard.experiment;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a checkpoint's file: {@code step-<steps>.jqd} in the first line of a directory,
 * {@code step-<steps>.<line>.jqd} in later ones.
 *
 * @param line from 1 on
 * @param steps how many steps the run had completed
 */
record CheckpointName(int line, long steps) implements Comparable<CheckpointName> {
  private static final Pattern STEP =
      Pattern.compile("step-(\\d{12,19})(?:\\.([2-9]|[1-9]\\d{1,8}))?\\.jqd");
  private static final Comparator<CheckpointName> AGE =
      Comparator.comparingInt(CheckpointName::line).thenComparingLong(CheckpointName::steps);

  /** The name a file has, or null if it is not a checkpoint's. */
  static @Nullable CheckpointName of(Path file) {
    Matcher matcher = STEP.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      return null;
    }
    try {
      String line = matcher.group(2);
      return new CheckpointName(
          line == null ? 1 : Integer.parseInt(line), Long.parseLong(matcher.group(1)));
    } catch (NumberFormatException e) { // more steps than there can be
      return null;
    }
  }

  /** The suffix of all files of a line. */
  static String suffix(int line) {
    return line == 1 ? ".jqd" : "." + line + ".jqd";
  }

  /** The file's name. */
  String text() {
    return String.format(Locale.ROOT, "step-%012d", steps) + suffix(line);
  }

  /** Older ones come first: those of earlier lines, then those after fewer steps. */
  @Override
  public int compareTo(CheckpointName other) {
    return AGE.compare(this, other);
  }
}
