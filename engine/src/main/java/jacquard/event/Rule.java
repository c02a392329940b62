package jacquard.event;

/**
 * One line of a scheduler's wiring: what is done when a trigger is met.
 *
 * @param kind what is done
 * @param plugin the plugin it is done to; -1 for the scheduler itself
 * @param when the trigger
 */
record Rule(Kind kind, int plugin, Trigger when) {
  /** What a rule does. */
  enum Kind {
    /** The plugin acts on the event's value. */
    ACT,
    /** The plugin acts no more in this run of the scheduler. */
    KILL,
    /** The scheduler fires {@code next} outward, with the value. */
    NEXT,
    /** The scheduler ends, with the value. */
    END
  }
}
