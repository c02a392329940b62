package jacquard.event;

/** What follows when a step of a plugin fails, be it in its call, its program or its scheduler. */
public enum OnFailure {
  /** The step fails and the run stays before it, from where it can go on. */
  STOP,
  /** The plugin is killed; the others go on. */
  KILL,
  /** A line is logged, the plugin fires nothing, all go on. */
  LOG
}
