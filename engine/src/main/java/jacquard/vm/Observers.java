package jacquard.vm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those who are told of a run's steps, in the order they came. */
final class Observers {
  private final List<Observer> list = new ArrayList<>();

  /** The list as it was last changed: an observer may be added or removed while all are told. */
  private Observer[] all = {};

  private @Nullable FlightEvents flight;
  private boolean telling;

  void add(Observer more) {
    list.add(more);
    all = list.toArray(Observer[]::new);
  }

  void remove(Observer gone) {
    list.remove(gone);
    all = list.toArray(Observer[]::new);
  }

  /** The flight recorder is told from now on if a recording asks for it, and else no more. */
  void joinFlight() {
    flight = FlightEvents.join(this, flight);
  }

  boolean isEmpty() {
    return all.length == 0;
  }

  /** Whether one of them must be told of every step. */
  boolean wantEveryStep() {
    for (Observer observer : all) {
      if (observer.everyStep()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it was one of them that made the present step fail. */
  boolean areAtFault() {
    return telling;
  }

  /** The machine is about to follow its jump. */
  void step(long steps, Jump jump) {
    telling = false;
    for (Observer observer : all) {
      observer.onStep(steps, jump);
    }
  }

  /** A Weave or Parallel is about to follow the jump of a thread. */
  void thread(long steps, Task construct, long pass, int thread, Jump jump) {
    telling = true;
    for (Observer observer : all) {
      observer.onThread(steps, construct, pass, thread, jump);
    }
    telling = false;
  }

  /** A component was called. */
  void call(long steps, Task call, Args args, @Nullable Object result) {
    if (isEmpty()) {
      return; // all that a run nobody watches pays
    }
    telling = true;
    for (Observer observer : all) {
      observer.onCall(steps, call, args, result);
    }
    telling = false;
  }

  /** The run comes by a save point. */
  void savePoint(String name) {
    telling = true;
    for (Observer observer : all) {
      observer.onSavePoint(name);
    }
    telling = false;
  }

  /** No further step is taken for now. */
  void pause(long steps) {
    for (Observer observer : all) {
      observer.onPause(steps);
    }
  }
}
