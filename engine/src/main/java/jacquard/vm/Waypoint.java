package jacquard.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a guarded body waited when its continuation was dropped, to be compared with where it comes
 * when it is entered again.
 *
 * @param before the frame as it was left
 * @param at the body's suspended frames, innermost first; null when they were not recorded
 */
record Waypoint(Frame before, @Nullable List<String> at) {

  /** The same place for a copied frame. */
  Waypoint(Frame before, @Nullable Waypoint recorded) {
    this(before, recorded == null ? null : recorded.at);
  }

  /**
   * Compares the first suspension point a re-entered body comes to.
   *
   * @throws ProgramException saying which local or phase is missing from the frame
   */
  void check(Task task, Frame frame, Args sent) {
    String changed = frame.changedSince(before);
    if (changed != null) {
      throw notReenterable(
          task,
          "it changed its local "
              + changed
              + " on its way back to the suspension point; change a local only after the suspension"
              + " that used it");
    }
    List<String> here = at == null ? null : Coroutine.runningAt();
    if (here != null && !here.equals(at)) {
      throw notReenterable(
          task,
          "it waited at "
              + places(at)
              + " but came to "
              + places(here)
              + " first; keep a phase in the frame to skip what is past");
    }
    if (before.sent != null && before.sent.differsFrom(sent)) {
      throw notReenterable(
          task,
          "it had sent "
              + before.sent
              + " but now came with "
              + sent
              + "; a local that these values depend on is missing from the frame");
    }
  }

  /** Such as {@code [Batches.generate at bytecode 35]}: an index alone would read as a line. */
  private static List<String> places(@Nullable List<String> at) {
    return at == null
        ? List.of()
        : at.stream().map(place -> place.replaceFirst(":(\\d+)$", " at bytecode $1")).toList();
  }

  /** The error of a body that ended without coming to any suspension point. */
  ProgramException missed(Task task) {
    return notReenterable(
        task, "it ended without coming back to the point it waited at; a local is missing");
  }

  private static ProgramException notReenterable(Task task, String what) {
    return new ProgramException(
        task.node().construct().getClass().getName()
            + " cannot be re-entered: "
            + what
            + " (see Routine)");
  }
}
