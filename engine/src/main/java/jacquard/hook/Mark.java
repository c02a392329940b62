package jacquard.hook;

import jacquard.vm.Moment;
import jacquard.vm.Names;

/**
 * The hook that asks for a checkpoint after the step.
 *
 * @param name of the save point
 */
record Mark(String name) implements NamedHook {
  void tell(Moment moment) {
    moment.savePoint(name);
  }

  @Override
  public String text(Names names) {
    return "checkpoint(" + name + ")";
  }
}
