package jacquard.hook;

import jacquard.vm.Moment;

/**
 * The hook that asks for a checkpoint after the step.
 *
 * @param name of the save point
 */
record Mark(String name) {
  void tell(Moment moment) {
    moment.savePoint(name);
  }
}
