package jacquard.report;

import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The progress bar of this library, where somebody watches a terminal. */
public final class TerminalBar {
  private TerminalBar() {}

  /** A bar from 0 to {@code most}, to be closed; null if standard output is no terminal. */
  public static @Nullable ProgressBar open(String name, long most) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return null;
    }
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(most)
        .setStyle(ProgressBarStyle.ASCII)
        .hideEta()
        .setMaxRenderedLength(width())
        .clearDisplayOnFinish()
        .build();
  }

  /** What {@code COLUMNS} says, or as much as reads well. */
  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 110;
  }
}
