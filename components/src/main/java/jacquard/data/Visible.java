package jacquard.data;

import java.util.List;
import java.util.Locale;

/** Texts of files as messages show them: what cannot be seen as an escape, what is long cut. */
final class Visible {
  private static final int LONGEST = 60;
  private static final int MOST = 12;

  private Visible() {}

  /** Escapes controls, marks without width, and blanks other than the space; cuts a long text. */
  static String text(String text) {
    StringBuilder shown = new StringBuilder();
    int end = Math.min(text.length(), LONGEST);
    text.substring(0, end)
        .codePoints()
        .forEach(c -> shown.append(isVisible(c) ? Character.toString(c) : escape(c)));
    return text.length() > LONGEST ? shown + ".." : shown.toString();
  }

  /** A list of texts; of a long one the first and how many there are. */
  static String list(List<String> texts) {
    List<String> first = texts.stream().limit(MOST).map(Visible::text).toList();
    return texts.size() > MOST
        ? String.format(Locale.ROOT, "[%s, .. (%d)]", String.join(", ", first), texts.size())
        : first.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          c > 0xFFFF
              ? String.format(Locale.ROOT, "\\u{%x}", c)
              : String.format(Locale.ROOT, "\\u%04x", c);
    };
  }

  /**
   * A text without what surrounds it unseen: white space, no-break spaces, controls and marks
   * without width such as a byte order mark.
   */
  static String strip(String text) {
    int first = 0;
    int end = text.length();
    while (first < end && isBlank(text.charAt(first))) {
      first++;
    }
    while (first < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(first, end);
  }

  private static boolean isBlank(char c) {
    return c <= ' '
        || (c > '~'
            && (Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT
                || Character.isISOControl(c)));
  }
}
