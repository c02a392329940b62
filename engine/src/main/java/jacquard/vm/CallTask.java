package jacquard.vm;

import org.jspecify.annotations.Nullable;

/** A task of a call: the component's method, the hooks around it, and who is told of it. */
final class CallTask extends Task {
  private final Call call;

  CallTask(Vm vm, @Nullable Task parent, int index, Node node, Call call) {
    super(vm, parent, index, node);
    this.call = call;
  }

  /** Calls the component and leaves the reply in the jump; what fails leaves the jump as it was. */
  @Override
  void step(Jump jump) {
    Task replyTo = jump.replyTo();
    if (replyTo == null) {
      throw failed(new IllegalStateException("a reply came to a task that waits for none"));
    }
    boolean isPlain = !isHooked() && jump.result() == null;
    Args reply = isPlain ? called(jump) : calledAndTold(jump);
    jump.set(replyTo, null, reply);
  }

  private Args called(Jump jump) {
    Args args = jump.args();
    Object result;
    try {
      result = call.apply(args);
    } catch (Throwable t) {
      throw failed(t);
    }
    Args reply = Args.reply(result);
    try {
      vm().observers().call(vm().steps(), this, args, result);
    } catch (Throwable t) {
      jump.keep(reply); // the call is not made again
      throw t;
    }
    return reply;
  }

  private Args calledAndTold(Jump jump) {
    TaskHooks hooks = hooks();
    Args reply = jump.result(); // of an earlier try, after which a hook failed
    if (reply == null) {
      if (hooks != null) {
        hooks.before(jump);
      }
      reply = called(jump);
    }
    if (hooks != null) {
      hooks.after(jump, jump.args(), reply);
    }
    return reply;
  }
}
