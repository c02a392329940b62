package jacquard.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks of one place of a run, and how many occurrences each has seen.
 *
 * <p>How many hooks were told in the present step stands in its jump, and so does the result once
 * only the hooks after it are left: a step that failed goes on from there when it is tried again.
 */
final class TaskHooks {
  private static final Logger LOG = LoggerFactory.getLogger("jacquard.hooks");

  private final Vm run;
  private final Task task;
  private final List<Hook> hooks;
  private final long[] occurrences;

  TaskHooks(Vm run, Task task) {
    this.run = run;
    this.task = task;
    this.hooks = task.node().hooks();
    this.occurrences = new long[hooks.size()];
  }

  /** How many occurrences each hook has seen. */
  long[] occurrences() {
    return occurrences;
  }

  /** Sets what was seen by the hooks that stood here before a rewrite, where they still do. */
  void continueFrom(TaskHooks earlier) {
    for (int i = 0; i < occurrences.length; i++) {
      int before = earlier.hooks.indexOf(hooks.get(i));
      occurrences[i] = before < 0 ? 0 : earlier.occurrences[before];
    }
  }

  /** How many of the first {@code told} earlier hooks are here still; they stand in front. */
  int kept(TaskHooks earlier, int told) {
    return (int) earlier.hooks.subList(0, told).stream().filter(hooks::contains).count();
  }

  /** Tells those that want to know before an entry, unless they know already. */
  void before(Jump jump) {
    tell(jump, jump.args(), null);
  }

  /** Tells those that want to know of a result; it is kept in the jump until all were told. */
  void after(Jump jump, Args args, Args result) {
    jump.keep(result);
    tell(jump, args, result);
  }

  private void tell(Jump jump, Args args, @Nullable Args result) {
    Hook.When now = result == null ? Hook.When.BEFORE : Hook.When.AFTER;
    for (int i = jump.told(); i < occurrences.length; i++) {
      Hook hook = hooks.get(i);
      boolean concerned = hook.when() == now || hook.when() == Hook.When.AROUND;
      long occurrence = occurrences[i] + 1;
      if (concerned && occurrence % hook.every() == 0) {
        tell(hook, new Moment(run, task, args, result, occurrence));
      }
      if (concerned && (now == Hook.When.AFTER || hook.when() == now)) {
        occurrences[i] = occurrence;
      }
      jump.told(i + 1);
    }
  }

  private void tell(Hook hook, Moment moment) {
    try {
      hook.call().apply(Args.of(moment));
    } catch (Throwable t) {
      if (!hook.isLenient() || !(t instanceof Exception) || t instanceof InterruptedException) {
        throw task.failed(new HookException(hook, run.names(), t));
      }
      LOG.warn("the hook {} failed {}", hook.label(run.names()), moment, t);
    }
  }
}
