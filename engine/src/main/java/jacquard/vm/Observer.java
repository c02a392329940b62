package jacquard.vm;

import org.jspecify.annotations.Nullable;

/**
 * A listener to the steps of a run; it must not change the run, and what it throws stops the step.
 */
public interface Observer {
  /**
   * Whether it must be told of every step and call. An optimized run takes its steps one by one for
   * such an observer; one that says no is told of every save point, but only now and then of a step
   * or call: about one in a hundred.
   */
  default boolean everyStep() {
    return true;
  }

  /**
   * Before the machine follows a jump.
   *
   * @param step how many steps were completed
   * @param jump the jump, valid during this call only
   */
  default void onStep(long step, Jump jump) {}

  /**
   * Before a Weave or Parallel follows a jump of one of its threads.
   *
   * @param step how many steps were completed
   * @param weave the Weave or Parallel
   * @param pass how many rounds over all threads were completed
   * @param thread which thread, from 0
   * @param jump the thread's jump, valid during this call only
   */
  default void onThread(long step, Task weave, long pass, int thread, Jump jump) {}

  /**
   * When the run comes by a save point.
   *
   * @param name of the save point
   */
  default void onSavePoint(String name) {}

  /**
   * After a component has been called.
   *
   * @param step how many steps were completed
   * @param call the task of the call
   * @param args what the component was given
   * @param result what it gave, null for nothing
   */
  default void onCall(long step, Task call, Args args, @Nullable Object result) {}

  /**
   * When the machine takes no further step for now: the run is paused, has ended or failed.
   *
   * @param steps how many steps were completed
   */
  default void onPause(long steps) {}
}
