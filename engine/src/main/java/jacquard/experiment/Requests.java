package jacquard.experiment;

import jacquard.vm.Vm;
import org.jspecify.annotations.Nullable;

/** What other threads ask of a run that is driven: to be saved, stopped, held. */
final class Requests {
  private final Pace pace = new Pace();
  private volatile boolean save;
  private volatile boolean due;
  private volatile boolean stop;
  private volatile boolean end;
  private volatile boolean interrupted;
  private volatile @Nullable Vm run;

  Pace pace() {
    return pace;
  }

  /** A run is driven from now on; null: none. */
  void drive(@Nullable Vm run) {
    this.run = run;
  }

  /** Asks for a checkpoint of whatever the state is. */
  void save() {
    save = true;
    interruptSteps();
  }

  /** Asks for a checkpoint if there is none after as many steps. */
  void saveIfDue() {
    due = true;
    interruptSteps();
  }

  /** Asks that the run which is driven, or else the next one, be stopped. */
  void stop() {
    stop = true;
    interruptSteps();
  }

  /** Asks that this run be stopped, and no other be begun. */
  void end() {
    end = true;
    stop();
  }

  void hold() {
    pace.hold();
    interruptSteps();
  }

  void step(long steps) {
    pace.step(steps);
    interruptSteps();
  }

  private void interruptSteps() {
    Vm driven = run;
    if (driven != null) {
      driven.pause();
    }
    pace.wake();
  }

  /** The caller of the run that is driven was interrupted. */
  void interrupted() {
    interrupted = true;
    interruptSteps();
  }

  boolean isStop() {
    return stop || interrupted;
  }

  boolean isEnd() {
    return end;
  }

  /** Whether the run has something to do other than steps. */
  boolean isAny() {
    return save || due || isStop();
  }

  boolean isSave() {
    return save || due;
  }

  /** Takes the request for a checkpoint, and says whether it is of whatever the state is. */
  boolean takeSave() {
    boolean was = save;
    save = false;
    due = false;
    return was;
  }

  /** A run begins: an interrupt of an earlier one is none of this. */
  void begin() {
    interrupted = false;
  }

  /** The run that was to be stopped has returned. */
  void stopped() {
    stop = end;
  }
}
