package jacquard.flow;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * The flight recorder's event of a job done by threads or processes, on the thread that attends to
 * the worker.
 */
@Name("jacquard.Job")
@Label("Job")
@Description("A job of workers, with what it takes to hand it to a process and back")
@Category("Jacquard")
@StackTrace(false)
final class JobEvent extends Event {
  @Label("Job")
  @Nullable String job;

  void of(Job<?, ?> done) {
    if (shouldCommit()) {
      job = done.toString();
      commit();
    }
  }
}
