package jacquard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A line that says how far something is: a name, a bar and words, of which those that matter least
 * are left out where not all fit.
 */
final class ProgressLine {
  /** A part of the line; the lower its rank, the more it matters. */
  private record Part(String text, int rank) {}

  /** The rank of the bar. */
  static final int BAR = 3;

  /** How many columns are worth a part that is cut off. */
  private static final int LEAST = 12;

  private final int width;
  private final String head;
  private final Part bar;
  private final List<Part> words = new ArrayList<>();

  /**
   * A line without words.
   *
   * @param done the fraction that is behind; no bar is shown of nothing
   * @param width how many columns there are
   */
  ProgressLine(String name, double done, int width) {
    this.width = width;
    String percent =
        done == 0 ? "" : String.format(Locale.ROOT, " %3.0f %%", Math.floor(100 * done));
    this.head = cut(plain(name), Math.max(0, width - percent.length())) + percent;
    int all = Math.clamp(width / 7, 8, 24);
    int full = Math.clamp((int) (done * all), 0, all - 1);
    this.bar =
        new Part(
            done == 0 ? "" : " [" + "=".repeat(full) + ">" + " ".repeat(all - 1 - full) + "]", BAR);
  }

  /** Adds words after the others, if there are any. */
  ProgressLine add(String text, int rank) {
    if (!text.isEmpty()) {
      words.add(new Part(plain(text), rank));
    }
    return this;
  }

  /** Such as {@code kfold-digits 47 % [=====> ] 0:06 to go, loss 0.5}, no wider than asked. */
  @Override
  public String toString() {
    List<Part> wanted = new ArrayList<>(words);
    wanted.add(bar);
    wanted.sort(Comparator.comparingInt(Part::rank));
    List<Part> fitting = new ArrayList<>();
    int left = width - columns(head);
    for (Part part : wanted) {
      int columns = columns(part.text()) + (part.equals(bar) ? 0 : 2); // with what parts it
      if (columns <= left) {
        fitting.add(part);
        left -= columns;
      }
    }
    List<String> line =
        new ArrayList<>(words.stream().filter(fitting::contains).map(Part::text).toList());
    if (fitting.size() < wanted.size() && left >= LEAST && !fitting.contains(words.getLast())) {
      line.add(cut(words.getLast().text(), left - 2));
    }
    String all =
        head
            + (fitting.contains(bar) ? bar.text() : "")
            + (line.isEmpty() ? "" : " " + String.join(", ", line));
    return cut(all, width); // of the head alone there may be too much
  }

  /** A text without what moves a terminal's cursor. */
  private static String plain(String text) {
    return text.replaceAll("\\p{C}", "?");
  }

  /** How wide a text is at most: letters of the scripts from Hangul on may be twice as wide. */
  static int columns(String text) {
    return text.codePoints().map(ProgressLine::columns).sum();
  }

  private static int columns(int letter) {
    return letter < 0x1100 ? 1 : 2;
  }

  /** The beginning of a text that is no wider than so many columns, with two dots if it was cut. */
  static String cut(String text, int most) {
    if (columns(text) <= most) {
      return text;
    }
    String dots = "..".substring(0, Math.clamp(most, 0, 2));
    int end = 0;
    int used = dots.length();
    while (used + columns(text.codePointAt(end)) <= most) {
      used += columns(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end) + dots;
  }
}
