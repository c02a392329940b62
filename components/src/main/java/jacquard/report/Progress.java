package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.Atomic;
import jacquard.vm.ProgramException;
import org.jspecify.annotations.Nullable;

/**
 * An action that shows, as a bar on a terminal, how many of so many events have come, and the value
 * of the last; it fires nothing. At the last it begins anew.
 *
 * <p>The count is part of the run, the bar is not: where nobody watches there is none, nor while
 * the terminal shows another one.
 */
@Atomic
public final class Progress implements Action, Stateful {
  private String name;
  private long of;
  private long count;
  private @Nullable TerminalLine line;

  /**
   * A bar at 0.
   *
   * @param of how many events there will be, at least 1
   * @throws ProgramException if it is less
   */
  public Progress(String name, long of) {
    if (of < 1) {
      throw new ProgramException("progress is shown of 1 or more events, not of " + of);
    }
    this.name = name;
    this.of = of;
  }

  /** To be loaded. */
  private Progress() {
    this("", 1);
  }

  @Override
  public void state(State s) {
    name = s.value("name", name);
    of = s.value("of", of);
    count = s.value("count", count);
  }

  @Override
  public Fired act(Event event) {
    TerminalLine shown = line == null ? TerminalLine.open() : line;
    line = shown;
    long now = count + 1;
    boolean isLast = now == of;
    if (shown != null) {
      String value = event.value() == null ? "" : event.value().toString();
      shown.show(
          new ProgressLine(name, (double) now / of, shown.width())
              .add(now + "/" + of, 2)
              .add(value, 4)
              .toString());
      if (isLast) {
        shown.close();
      }
    }
    line = isLast ? null : line;
    count = isLast ? 0 : now;
    return Fired.NOTHING;
  }

  /** How many events have come since it began. */
  public long count() {
    return count;
  }
}
