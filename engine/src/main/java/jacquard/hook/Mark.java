package jacquard.hook;

import jacquard.vm.Atomic;
import jacquard.vm.Moment;
import jacquard.vm.Names;

/**
 * The hook that asks for a checkpoint after the step.
 *
 * @param name of the save point
 */
@Atomic
public record Mark(String name) implements NamedHook {
  /** Tells the run's observers that it comes by the save point. */
  public void tell(Moment moment) {
    moment.savePoint(name);
  }

  @Override
  public String text(Names names) {
    return "checkpoint(" + name + ")";
  }
}
