package jacquard.examples;

/** Text from files, as it may be printed on a terminal. */
final class Printable {
  private static final int CONTROL_PICTURES = 0x2400;

  private Printable() {}

  /**
   * A text with control characters, by which a terminal is steered, replaced by their pictures
   * ({@code U+2400} and following), and those that turn the direction of writing by {@code U+FFFD}.
   */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(Printable::shown).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static int shown(int c) {
    if (c < ' ') {
      return CONTROL_PICTURES + c;
    }
    boolean isSteering =
        Character.isISOControl(c)
            || Character.getType(c) == Character.FORMAT
            || Character.getType(c) == Character.LINE_SEPARATOR
            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
            || Character.getType(c) == Character.SURROGATE;
    return isSteering ? 0xFFFD : c;
  }
}
