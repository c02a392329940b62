package jacquard.vm;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when a step fails: a task that waits, near or far, for the one that failed may take
 * something in place of its reply ({@link Routine#recover}).
 *
 * <p>A failed step leaves the jump and all frames as they were, so it is enough to discard those
 * between the two, as a Weave does with its unfinished threads.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private Recovery() {}

  /** Follows a jump, of the machine or of a Weave's thread; a recovered step counts as taken. */
  static void follow(Jump jump) {
    try {
      jump.to().step(jump);
    } catch (StepException e) {
      if (!recover(jump, e)) {
        throw e;
      }
    }
  }

  private static boolean recover(Jump jump, StepException failure) {
    if (failure.kind() == StepException.Kind.HOOK
        || !(failure.getCause() instanceof Exception thrown)
        || thrown instanceof InterruptedException) {
      return false;
    }
    Task child = jump.to();
    Task task = FramedTask.isEntry(jump) ? jump.replyTo() : child.caller();
    while (task != null && task != Task.RETURN) {
      Object reply = reply(task, child, thrown);
      if (reply != null) {
        if (!failure.changedNothing()) {
          LOG.warn(
              "the run goes on with what a failed step may have changed: {}",
              String.valueOf(failure.getMessage()));
        }
        FramedTask.abandon(jump, task);
        task.forget(child.index());
        jump.set(task, null, Args.reply(reply));
        return true;
      }
      child = task;
      task = task.caller();
    }
    return false;
  }

  private static @Nullable Object reply(Task task, Task child, Exception thrown) {
    Frame frame = task.frame();
    return frame != null && task instanceof FramedTask framed
        ? framed.routine.recover(frame, child, thrown)
        : null;
  }
}
