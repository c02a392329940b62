package jacquard.vm;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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
              + at
              + " but came to "
              + here
              + " first; keep a phase in the frame to skip what is past");
    }
    if (before.sent != null && differ(before.sent, sent)) {
      throw notReenterable(
          task,
          "it had sent "
              + before.sent
              + " but now came with "
              + sent
              + "; a local that these values depend on is missing from the frame");
    }
  }

  /**
   * Whether these are surely not the same values: numbers, text, arrays and lists are compared, but
   * of an object that may not know its equals only the class.
   */
  private static boolean differ(Args a, Args b) {
    return differ((Object) a.values(), b.values())
        || !a.named().keySet().equals(b.named().keySet())
        || differ((Object) List.copyOf(a.named().values()), List.copyOf(b.named().values()));
  }

  private static boolean differ(@Nullable Object a, @Nullable Object b) {
    if (a == b) {
      return false;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return x.size() != y.size()
          || IntStream.range(0, x.size()).anyMatch(i -> differ(x.get(i), y.get(i)));
    }
    if (a == null || b == null || a.getClass() != b.getClass()) {
      return true;
    }
    if (a instanceof Object[] x && b instanceof Object[] y) {
      return differ((Object) Arrays.asList(x), Arrays.asList(y));
    }
    boolean knowsItsEquals = a instanceof Comparable<?> || a.getClass().isArray();
    return knowsItsEquals && !Objects.deepEquals(a, b);
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
