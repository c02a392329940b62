package jacquard.plugin;

import jacquard.event.Event;
import jacquard.vm.ProgramException;

/** The numbers that events carry. */
public final class Numbers {
  private Numbers() {}

  /**
   * The value of an event.
   *
   * @param who for the message, such as {@code early stopping watches}
   * @throws ProgramException if it is no number
   */
  public static double of(Event event, String who) {
    if (event.value() instanceof Number number) {
      return number.doubleValue();
    }
    throw new ProgramException(who + " numbers, but was given " + event);
  }
}
