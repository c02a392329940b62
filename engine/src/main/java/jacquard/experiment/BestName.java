package jacquard.experiment;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a best checkpoint's file: {@code best_<score>.jqd} in the first line of a directory,
 * {@code best_<score>.<line>.jqd} in later ones.
 *
 * @param line from 1 on
 * @param score not NaN
 */
record BestName(int line, double score) {
  private static final Pattern BEST =
      Pattern.compile(
          "best_(-?(?:\\d+\\.\\d+(?:E-?\\d+)?|Infinity))(?:\\.([2-9]|[1-9]\\d{1,8}))?\\.jqd");

  /** The name a file has, or null if it is not a best checkpoint's. */
  static @Nullable BestName of(Path file) {
    Matcher matcher = BEST.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      return null;
    }
    String line = matcher.group(2);
    return new BestName(
        line == null ? 1 : Integer.parseInt(line), Double.parseDouble(matcher.group(1)));
  }

  /** The file's name. */
  String text() {
    return "best_" + score + CheckpointName.suffix(line);
  }
}
