package jacquard.program;

import jacquard.vm.ProgramException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A position in a line that a person wrote, which can say where the line is wrong. */
final class TextCursor {
  private final String what;
  private final String example;
  private final String text;
  private int at;

  /**
   * The start of a line.
   *
   * @param what it is, such as {@code a selector}
   * @param example a right one
   */
  TextCursor(String what, String example, String text) {
    this.what = what;
    this.example = example;
    this.text = text;
  }

  /** The position of what comes next, blanks passed over. */
  int position() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** What comes next: one character, or {@code '\0'} at the end. */
  char peek() {
    return position() < text.length() ? text.charAt(at) : '\0';
  }

  /** Passes a character if it comes next. */
  boolean accept(char c) {
    if (peek() != c || c == '\0') {
      return false;
    }
    at++;
    return true;
  }

  /**
   * Passes a character.
   *
   * @throws ProgramException if another one comes next
   */
  void expect(char c) {
    if (!accept(c)) {
      throw error("'" + c + "' is expected");
    }
  }

  /**
   * Checks that nothing is left.
   *
   * @throws ProgramException if there is
   */
  void expectEnd() {
    if (peek() != '\0') {
      throw error("nothing more is expected");
    }
  }

  /** Passes a run of letters, digits and other characters of names; null if none comes next. */
  @Nullable String word() {
    int begin = position();
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    return at == begin ? null : text.substring(begin, at);
  }

  static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || "_.*?-$/".indexOf(c) >= 0;
  }

  /** The text from an earlier position to here. */
  String since(int position) {
    return text.substring(position, at);
  }

  /** Goes back to an earlier position. */
  void back(int position) {
    at = position;
  }

  /**
   * Passes text between double quotes; null if none comes next.
   *
   * @throws ProgramException if it does not end
   */
  @Nullable String quoted() {
    int begin = position();
    if (!accept('"')) {
      return null;
    }
    int end = text.indexOf('"', at);
    if (end < 0) {
      throw error(begin, "the quote has no end");
    }
    String inside = text.substring(at, end);
    at = end + 1;
    return inside;
  }

  /** What is made of the text from a position on; an error of it is told as one of the line. */
  <T> T at(int position, Supplier<T> made) {
    try {
      return made.get();
    } catch (ProgramException e) {
      throw error(position, String.valueOf(e.getMessage()));
    }
  }

  /** The error of a line that is wrong here, with the place marked and an example. */
  ProgramException error(String expected) {
    return error(at, expected);
  }

  /** The error of a line that is wrong at a position, blanks passed over. */
  ProgramException error(int position, String expected) {
    at = position;
    int column = position();
    String found = column < text.length() ? "" : ", but the text ends";
    return new ProgramException(
        String.format(Locale.ROOT, "in %s, column %d: %s%s", what, column + 1, expected, found)
            + "\n  "
            + text
            + "\n  "
            + " ".repeat(column)
            + "^\n  for example: "
            + example);
  }
}
