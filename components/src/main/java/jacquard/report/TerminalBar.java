package jacquard.report;

import java.io.Console;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** The progress bar of this library, where somebody watches a terminal. */
public final class TerminalBar {
  private TerminalBar() {}

  /** A bar from 0 to {@code most}, to be closed; null if standard output is no terminal. */
  public static @Nullable ProgressBar open(String name, long most) {
    return isWatched()
        ? builder(name, most).setStyle(ProgressBarStyle.ASCII).hideEta().build()
        : null;
  }

  /** A bar of a fraction in so many parts, which leaves most of the line to words. */
  static @Nullable ProgressBar ofFraction(String name, long most) {
    return isWatched() ? builder(name, most).setRenderer(TerminalBar::line).build() : null;
  }

  private static boolean isWatched() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static ProgressBarBuilder builder(String name, long most) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(most)
        .setMaxRenderedLength(width())
        .clearDisplayOnFinish();
  }

  private static String line(ProgressState state, int width) {
    double done = (double) state.getCurrent() / state.getMax();
    return line(state.getTaskName(), done, state.getExtraMessage(), width);
  }

  /** Such as {@code kfold-digits 47 % [=====> ] 0:06 to go}; no bar while nothing is behind. */
  static String line(String name, double done, String words, int width) {
    int all = Math.clamp(width / 7, 8, 24);
    int full = Math.clamp((int) (done * all), 0, all - 1);
    String bar =
        done == 0
            ? " "
            : String.format(
                Locale.ROOT,
                " %3.0f %% [%s>%s] ",
                Math.floor(100 * done),
                "=".repeat(full),
                " ".repeat(all - 1 - full));
    String line = name + bar + words;
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 2)) + "..";
  }

  /** What {@code COLUMNS} says, or as much as reads well. */
  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 110;
  }
}
