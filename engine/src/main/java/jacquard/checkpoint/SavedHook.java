package jacquard.checkpoint;

import jacquard.vm.Call;
import jacquard.vm.Hook;
import jacquard.vm.Method;
import jacquard.vm.ProgramException;
import org.jspecify.annotations.Nullable;

/** The saved form of a hook: its settings, and the method it calls as a call's is saved. */
record SavedHook(
    String when,
    long every,
    boolean lenient,
    @Nullable String label,
    @Nullable Object receiver,
    @Nullable String owner,
    String method,
    String descriptor,
    int kind) {

  /**
   * The saved form.
   *
   * @throws CheckpointException if the hook is a lambda
   */
  static SavedHook of(Hook hook, String path) {
    Method method = hook.call().method();
    if (method.isLambda()) {
      throw ProgramCodec.lambda(path + ", its hook \"" + hook + "\"");
    }
    Object receiver = method.receiver();
    boolean own = receiver != null && receiver.getClass() == method.owner();
    return new SavedHook(
        hook.when().name(),
        hook.every(),
        hook.isLenient(),
        hook.call().name(),
        receiver,
        own ? null : method.owner().getName(),
        method.name(),
        method.type().toMethodDescriptorString(),
        method.kind());
  }

  /** The hook again. */
  Hook restored(Types types) {
    Method found =
        Renames.method(
            receiver, ProgramCodec.owner(receiver, owner, types), method, descriptor, kind);
    try {
      Hook hook = Hook.of(Hook.When.valueOf(when), Call.of(found, label)).every(every);
      return lenient ? hook.lenient() : hook;
    } catch (ProgramException | IllegalArgumentException e) {
      throw new CheckpointException("a hook cannot be made again: " + e.getMessage(), e);
    }
  }
}
