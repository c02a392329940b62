package jacquard.vm;

import java.util.List;

/**
 * One that has many steps of a Parallel's threads taken at once, each thread apart from the others.
 */
public interface Carrier {
  /**
   * A thread on its way.
   *
   * @param thread as a run of its own, from where the thread stands
   * @param steps how many it is to take, at least 1
   */
  record Leg(Vm thread, long steps) {}

  /**
   * Has threads take their steps: fewer where a thread ends or a step of it fails.
   *
   * @param legs of threads that are to know nothing of one another; not changed
   * @return the threads where they stand now, in the same order; none at all where a step failed
   *     that may have changed something: then all stay where they are, and take steps singly
   * @throws ProgramException if the threads cannot be carried, saying why; they stay where they are
   */
  List<Vm> take(List<Leg> legs);
}
