package jacquard.vm;

/**
 * How far a counted execution has come.
 *
 * @param unit what is counted, such as {@code round}
 * @param at the one at work, from 1
 * @param of how many there are; {@link #ENDLESS} when there is no end
 */
public record Progress(String unit, long at, long of) {
  /** The count of something that never ends. */
  public static final long ENDLESS = Long.MAX_VALUE;

  /** Such as {@code round 7 of 10}. */
  @Override
  public String toString() {
    return unit + " " + at + (of == ENDLESS ? "" : " of " + of);
  }
}
