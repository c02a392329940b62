package jacquard.program;

import jacquard.vm.Paths;

/**
 * The reader of selectors' text form.
 *
 * <pre>
 * selector = both { "or" both }
 * both     = one { "and" one }
 * one      = "not" one | "inside" "(" selector ")" | "(" selector ")" | construct | path | pattern
 * </pre>
 *
 * A construct is its word, such as {@code repeat}; a path begins with a slash; anything else is a
 * pattern of names, in double quotes if it holds other characters than names do.
 */
final class SelectorParser {
  private final TextCursor cursor;

  SelectorParser(TextCursor cursor) {
    this.cursor = cursor;
  }

  Selector read() {
    Selector all = both();
    while (isNext("or")) {
      all = all.or(both());
    }
    return all;
  }

  private Selector both() {
    Selector all = one();
    while (isNext("and")) {
      all = all.and(one());
    }
    return all;
  }

  /** Passes a word if it comes next. */
  private boolean isNext(String word) {
    int begin = cursor.position();
    if (word.equals(cursor.word())) {
      return true;
    }
    cursor.back(begin);
    return false;
  }

  private Selector one() {
    if (cursor.peek() == '(') {
      return inParentheses();
    }
    int begin = cursor.position();
    String quoted = cursor.quoted();
    if (quoted != null) {
      return cursor.at(begin, () -> Selectors.named(quoted));
    }
    String word = cursor.word();
    if (word == null) {
      throw cursor.error("a name, a path, a construct, not, inside( or ( is expected");
    }
    return switch (word) {
      case "not" -> Selectors.not(one());
      case "inside" -> Selectors.inside(inParentheses());
      case "and", "or" ->
          throw cursor.error(begin, "something to select is expected before " + word);
      default -> cursor.at(begin, () -> word(word));
    };
  }

  private Selector inParentheses() {
    cursor.expect('(');
    Selector inner = read();
    cursor.expect(')');
    return inner;
  }

  private static Selector word(String word) {
    if (word.startsWith("/")) {
      Paths.indices(word);
      return Selectors.at(word);
    }
    return Selectors.WORDS.containsKey(word) ? Selectors.constructs(word) : Selectors.named(word);
  }

  /** A pattern as it is written in a text. */
  static String quoted(String pattern) {
    boolean plain =
        pattern.chars().allMatch(c -> TextCursor.isOfWord((char) c))
            && !pattern.startsWith("/")
            && !Selectors.WORDS.containsKey(pattern)
            && !java.util.Set.of("and", "or", "not", "inside").contains(pattern);
    return plain ? pattern : '"' + pattern + '"';
  }
}
