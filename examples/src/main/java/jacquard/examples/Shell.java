package jacquard.examples;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands that are shown to users, who paste them into a shell. */
final class Shell {
  /** The system property with the command as it was called, which the start script sets. */
  static final String CALLED = "jacquard.command";

  /**
   * What no shell changes; {@code ~}, {@code =} and {@code -} have a meaning where a word begins.
   */
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}_./:@%+,][\\p{L}\\p{N}_./:@%+,=~-]*");

  private Shell() {}

  /** This command, as it was called, with arguments. */
  static String command(Object... arguments) {
    return called()
        + Arrays.stream(arguments).map(each -> " " + quoted(each)).collect(Collectors.joining());
  }

  /** The name of this command, as it was called. */
  static String called() {
    return quoted(System.getProperty(CALLED, "examples/run"));
  }

  /** A word as a shell reads it back: as it is, or between quotes. */
  static String quoted(Object value) {
    // A path that begins like an option is one no more.
    String word =
        value instanceof Path && value.toString().startsWith("-") ? "./" + value : "" + value;
    if (PLAIN.matcher(word).matches()) {
      return word;
    }
    return word.chars().anyMatch(Character::isISOControl)
        ? "$'" + word.chars().mapToObj(Shell::escaped).collect(Collectors.joining()) + "'"
        : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A character as bash, ksh and zsh read it between {@code $'} and {@code '}. */
  private static String escaped(int c) {
    return Character.isISOControl(c)
        ? String.format(Locale.ROOT, "\\%03o", c)
        : c == '\'' || c == '\\' ? "\\" + (char) c : "" + (char) c;
  }
}
