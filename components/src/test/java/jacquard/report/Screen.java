package jacquard.report;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal shows, as far as a progress line uses it: lines that wrap at its width, and are
 * wrapped anew when that changes, as by tmux, VTE or kitty, with the cursor at the same letter; or
 * cut off, as by xterm.
 */
final class Screen extends OutputStream {
  private final boolean wrapsAnew;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int width;
  private int line;
  private int column;
  private String escape = "";

  Screen(int width, boolean wrapsAnew) {
    this.width = width;
    this.wrapsAnew = wrapsAnew;
  }

  void resize(int columns) {
    width = columns;
    if (!wrapsAnew) {
      lines.forEach(each -> each.setLength(Math.min(each.length(), columns)));
      column = Math.min(column, columns - 1);
    }
  }

  @Override
  public synchronized void write(int b) {
    char c = (char) (b & 0xff);
    if (!escape.isEmpty() || c == '\033') {
      escape += c;
      if (escape.equals("\033[J")) {
        lines.get(line).setLength(column);
        lines.subList(line + 1, lines.size()).clear();
      }
      if (escape.length() > 1 && Character.isLetter(c)) {
        if (!escape.equals("\033[J")) {
          throw new AssertionError("not known to this terminal: " + escape.substring(1));
        }
        escape = "";
      }
    } else if (c == '\r') {
      column -= column % width; // of a line that wraps, the row that it is in
    } else if (c == '\n') {
      line++;
      column = 0;
      if (line == lines.size()) {
        lines.add(new StringBuilder());
      }
    } else {
      StringBuilder text = lines.get(line);
      if (column < text.length()) {
        text.setCharAt(column, c);
      } else {
        text.append(c);
      }
      column++;
    }
  }

  /** What is seen, from the first line on, without blanks at the end. */
  synchronized List<String> seen() {
    List<String> seen = new ArrayList<>();
    lines.forEach(each -> seen.add(each.toString().stripTrailing()));
    while (!seen.isEmpty() && seen.getLast().isEmpty()) {
      seen.removeLast();
    }
    return seen;
  }

  /** How many rows the last line takes. */
  synchronized int lastRows() {
    return Math.max(1, (lines.getLast().length() + width - 1) / width);
  }

  /** What is seen of some text alone. */
  static List<String> of(String text) {
    Screen screen = new Screen(Integer.MAX_VALUE, true);
    for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
      screen.write(each);
    }
    return screen.seen();
  }
}
