package jacquard.hook;

import jacquard.vm.Atomic;
import jacquard.vm.Call;
import jacquard.vm.Moment;
import jacquard.vm.Names;
import org.jspecify.annotations.Nullable;

/**
 * The hook that fails when a number is not finite: in the values that come or go, or in the state
 * of a component, the called one if none is named.
 *
 * @param component whose state is looked at, or null
 */
@Atomic
public record AssertFinite(@Nullable Object component) implements NamedHook {
  /** Fails the step if a number is NaN or infinite. */
  public void tell(Moment moment) {
    Finite.require(
        moment.isAfter() ? "result" : "args", moment.isAfter() ? moment.result() : moment.args());
    Object looked = component != null ? component : receiver(moment);
    if (looked != null) {
      String name = moment.names().of(looked);
      Finite.require(name == null ? looked.getClass().getSimpleName() : name, looked);
    }
  }

  @Override
  public String text(Names names) {
    String of = component == null ? "" : "(" + NamedHook.name(component, names) + ")";
    return "assert-finite" + of;
  }

  private static @Nullable Object receiver(Moment moment) {
    return moment.node().construct() instanceof Call call ? call.method().receiver() : null;
  }
}
