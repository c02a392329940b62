package jacquard.report;

import java.util.Locale;

/** A piece of HTML under construction; what is put into it is text unless it says otherwise. */
final class Html {
  private final StringBuilder page = new StringBuilder();

  /** Puts HTML that is written here in the program, its {@code %s} replaced by escaped texts. */
  Html put(String html, Object... texts) {
    Object[] escaped = new Object[texts.length];
    for (int i = 0; i < texts.length; i++) {
      escaped[i] = texts[i] instanceof Html inner ? inner : escape(String.valueOf(texts[i]));
    }
    page.append(texts.length == 0 ? html : String.format(Locale.ROOT, html, escaped));
    return this;
  }

  /** Puts a row of a table, its cells escaped. */
  Html row(String cell, Object... texts) {
    page.append("<tr>");
    for (Object text : texts) {
      put("<" + cell + ">%s</" + cell + ">", text);
    }
    page.append("</tr>\n");
    return this;
  }

  boolean isEmpty() {
    return page.isEmpty();
  }

  /** A text such that neither in an element nor in a quoted attribute it is anything but text. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isText(c) ? c : '\uFFFD');
              }
            });
    return escaped.toString();
  }

  /** Whether XML takes a character. */
  private static boolean isText(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= ' ' && c != 0x7f && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
