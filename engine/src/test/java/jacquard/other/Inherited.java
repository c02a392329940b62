package jacquard.other;

import jacquard.program.Programs;
import jacquard.vm.Fn;
import jacquard.vm.Node;

/** A public component whose methods come from a class that is not public. */
public final class Inherited extends Hidden<Long> implements Scored {
  /** A program of its methods. */
  public Node program() {
    return Programs.seq(Programs.call(this::next), Programs.call((Fn.F1<Long, Long>) this::id));
  }

  @Override
  public Long id(Long value) {
    return value;
  }
}
