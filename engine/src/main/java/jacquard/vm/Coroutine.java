package jacquard.vm;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;

/**
 * A one-shot continuation on which a task's body runs; the only class that knows the JDK's own.
 *
 * <p>One scope serves all: a suspension returns to the innermost running continuation, so a Weave
 * may run its threads' tasks on top of its own.
 */
final class Coroutine extends Continuation {
  private static final ContinuationScope SCOPE = new ContinuationScope("jacquard");

  /** How many bodies may stand on one stack, which must fit the stack of the thread they run on. */
  private static final int ROOM = 64;

  /** Whose frames lie around a body's own. */
  private static final Set<String> MACHINE =
      Set.of(Task.class.getName(), FramedTask.class.getName(), RoutineTask.class.getName());

  private int bodies = 1;

  private @Nullable Pinned pinned;

  Coroutine(Runnable body) {
    super(SCOPE, body);
  }

  /**
   * Suspends the innermost running coroutine; its {@link #run} returns.
   *
   * @throws ProgramException if a frame in between cannot be suspended
   */
  static void suspend() {
    if (!Continuation.yield(SCOPE)) {
      throw notSuspended(((Coroutine) getCurrentContinuation(SCOPE)).pinned);
    }
  }

  /** Whether one more body may stand on top. */
  boolean hasRoom() {
    return bodies < ROOM;
  }

  /** One more body stands on top. */
  void enter() {
    bodies++;
  }

  /** The topmost body is done. */
  void leave() {
    bodies--;
  }

  /**
   * Notes why a suspension failed, and throws nothing: a virtual thread that wants to park on top
   * of a coroutine comes here too, and then blocks its carrier instead.
   */
  @Override
  protected void onPinned(Pinned reason) {
    pinned = reason;
  }

  private static ProgramException notSuspended(@Nullable Pinned reason) {
    return new ProgramException(
        "a task cannot be suspended below "
            + (reason == Pinned.NATIVE ? "a native frame" : "a frame held by the JVM")
            + " (reason "
            + reason
            + "); suspend from the task's body or methods it calls directly");
  }

  /** Whether this is the innermost running coroutine of this thread. */
  boolean isRunning() {
    return getCurrentContinuation(SCOPE) == this;
  }

  /** Whether it runs on this thread, perhaps below others. */
  boolean isMounted() {
    Continuation c = getCurrentContinuation(SCOPE);
    while (c != null && c != this) {
      c = c.getParent();
    }
    return c != null;
  }

  /** The frames of the suspended body, innermost first, as {@code Class.method:bytecodeIndex}. */
  List<String> suspendedAt() {
    return stackWalker().walk(Coroutine::bodyFrames);
  }

  /** The same for the body that is running now. */
  static List<String> runningAt() {
    return StackWalker.getInstance().walk(Coroutine::bodyFrames);
  }

  /** Only the body's own frames: below the machine's that suspend, above the machine's that run. */
  private static List<String> bodyFrames(Stream<StackWalker.StackFrame> frames) {
    return frames
        .dropWhile(f -> !MACHINE.contains(f.getClassName()))
        .dropWhile(f -> MACHINE.contains(f.getClassName()))
        .takeWhile(f -> !MACHINE.contains(f.getClassName()))
        .map(f -> f.getClassName() + "." + f.getMethodName() + ":" + f.getByteCodeIndex())
        .toList();
  }
}
