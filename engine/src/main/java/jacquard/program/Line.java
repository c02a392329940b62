package jacquard.program;

import jacquard.vm.ProgramException;
import java.util.Locale;
import java.util.function.IntPredicate;

/** One line of a program's text, read from left to right. */
final class Line {
  private final String text;
  private final int number;
  private final int end;
  private int at;

  /**
   * A line.
   *
   * @param start where its node begins
   * @param end where it ends
   */
  Line(String text, int number, int start, int end) {
    this.text = text;
    this.number = number;
    this.at = start;
    this.end = end;
  }

  /** Where the next character stands, from 0. */
  int at() {
    return at;
  }

  void back(int to) {
    at = to;
  }

  /** Goes to where a cursor of this line stands, blanks at the end aside. */
  void follow(TextCursor cursor) {
    at = Math.min(cursor.position(), end);
  }

  boolean isAtEnd() {
    return at == end;
  }

  boolean skip(String sign) {
    if (!isNext(sign)) {
      return false;
    }
    at += sign.length();
    return true;
  }

  boolean isNext(String sign) {
    return text.startsWith(sign, at) && at + sign.length() <= end;
  }

  /** Passes over spaces. */
  void space() {
    while (at < end && text.charAt(at) == ' ') {
      at++;
    }
  }

  /** The characters from here that are of a kind; possibly none. */
  String all(IntPredicate kind) {
    int start = at;
    while (at < end && kind.test(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** The next character; empty at the end. */
  String one() {
    return isAtEnd() ? "" : text.substring(at, ++at);
  }

  /** A name of a node, a unit or a save point. */
  String name() {
    return all(c -> c < 128 && (Character.isLetterOrDigit(c) || "_.-".indexOf(c) >= 0));
  }

  String identifier() {
    return all(Character::isJavaIdentifierPart);
  }

  /** What stands here up to the next space, for messages. */
  String found() {
    int to = text.indexOf(' ', at);
    String word = text.substring(at, to < 0 || to > end ? end : to);
    return word.isEmpty() ? "the end of the line" : "\"" + word + "\"";
  }

  /**
   * A cursor at the next character, for what the engine reads elsewhere too.
   *
   * @param example a right line
   */
  TextCursor cursor(String example) {
    TextCursor cursor = new TextCursor("line " + number, example, text);
    cursor.back(at);
    return cursor;
  }

  /** An error at the next character. */
  ProgramException error(String message) {
    return error(at, message);
  }

  /** An error with the line, and a mark below the column. */
  ProgramException error(int column, String message) {
    String mark = " ".repeat(column) + "^";
    return new ProgramException(
        String.format(
            Locale.ROOT,
            "line %d, column %d: %s\n  %s\n  %s",
            number,
            column + 1,
            message,
            text.stripTrailing(),
            mark));
  }
}
