package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver of a run that saves checkpoints into a directory while it runs it.
 *
 * <p>Each policy is one call: {@link #everySteps}, {@link #every}, the program's own {@code
 * checkpoint("name")} nodes, {@link #save} from any thread, and {@link #stop}. A checkpoint is
 * copied between two steps and written in the background; if the disk is slower than the policies,
 * only the newest waiting one is written.
 *
 * <p>One that is merely due by its steps is left out while another is being written, and when such
 * copies would stop the run for more than one part in 200 of its time: so any number of steps may
 * be asked for. The other policies always save.
 *
 * <p>A checkpoint that cannot be copied or written, whatever the reason, is a warning; what could
 * not be written is tried again each second, and the run goes on. But {@link #run} returns only
 * when the state it ended in is on the disk.
 *
 * <p>The directory is locked from the first run to {@link #close}. It may hold checkpoints of other
 * runs ({@link CheckpointDirectory}), which stay as they are.
 */
public final class Autosave implements AutoCloseable {
  /** How the last run ended. */
  enum Ending {
    /** There was none, or it has not returned yet. */
    NONE,
    /** As it was to, at its end or after the steps that were asked for. */
    FINISHED,
    /** Before, since it was stopped; it is saved. */
    STOPPED,
    /** With an exception. */
    FAILED
  }

  private final CheckpointWriter writer;
  private final LongSupplier nanos;
  private final Requests requests = new Requests();
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private volatile Ending ending = Ending.NONE;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread driver;
  private volatile boolean isEnded;
  private long everySteps = Long.MAX_VALUE;
  private @Nullable Duration period;
  private int keep = Integer.MAX_VALUE;
  private @Nullable DoubleSupplier score;
  private Runnable whenHeld = () -> {};

  /**
   * Saves into a directory, which is made if need be.
   *
   * @param warnings called when a checkpoint could not be written, from any thread; the run goes on
   * @throws CheckpointException if the directory cannot be made
   */
  public Autosave(Path directory, Consumer<String> warnings) {
    this(directory, warnings, Checkpoint::write, System::nanoTime);
  }

  /** With a disk and a clock that tests can set. */
  Autosave(
      Path directory,
      Consumer<String> warnings,
      BiConsumer<Checkpoint, Path> disk,
      LongSupplier nanos) {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new CheckpointException(directory + " is a file; checkpoints want a directory", e);
    } catch (IOException e) {
      throw new CheckpointException("cannot make the directory " + directory + ": " + e, e);
    }
    this.writer = new CheckpointWriter(new CheckpointDirectory(directory), warnings, disk);
    this.nanos = nanos;
  }

  /**
   * Saves whenever the number of steps is a multiple of {@code steps}, as far as the time it may
   * take allows.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Autosave everySteps(long steps) {
    if (steps <= 0) {
      throw new IllegalArgumentException(
          "steps between checkpoints must be positive, not " + steps);
    }
    everySteps = steps;
    return this;
  }

  /** Saves whenever that much time has passed. */
  public Autosave every(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("the time between checkpoints must be positive");
    }
    period = time;
    return this;
  }

  /**
   * Keeps only the newest {@code count} checkpoints of the line that is written, the best one
   * besides.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Autosave keep(int count) {
    if (count <= 0) {
      throw new IllegalArgumentException("checkpoints kept must be positive, not " + count);
    }
    keep = count;
    return this;
  }

  /**
   * Keeps {@code best_<score>.jqd} as well: the very state that had the highest score, here or in
   * the run that this one continues.
   *
   * <p>The score is looked at before the first step and after every one, and the state is copied at
   * once when it is higher than any before; NaN never is. A score that throws is a warning. So the
   * run is taken step by step, also an {@linkplain Experiment#optimize optimized} one, which costs
   * about half a microsecond a step; each new best score costs a copy of the state.
   */
  public Autosave keepBest(DoubleSupplier score) {
    this.score = score;
    return this;
  }

  /**
   * Registers a listener, called with every checkpoint once it is on the disk, on the thread that
   * wrote it. What it throws is logged, and the run goes on.
   */
  public Autosave whenSaved(Consumer<Saved> listener) {
    writer.tell(listener);
    return this;
  }

  /** Asks, from any thread, for a checkpoint after the present step. */
  public void save() {
    requests.save();
  }

  /**
   * Asks, from any thread, that the run be saved and return after the present step; the next one if
   * none is driven.
   */
  public void stop() {
    requests.stop();
  }

  /** Asks that the run be stopped, and that no other be begun since the process ends. */
  void end() {
    requests.end();
  }

  /** Asks, from any thread, that the run wait after the present step; it stays in memory. */
  public void hold() {
    requests.hold();
  }

  /** Asks, from any thread, that a run that was held go on. */
  public void goOn() {
    requests.pace().goOn();
  }

  /** Asks, from any thread, that the run take so many steps more, at least 1, and wait then. */
  public void step(long steps) {
    requests.step(steps);
  }

  /** Whether the run waits, or will after the steps that were asked for. */
  public boolean isHeld() {
    return requests.pace().isHeld();
  }

  /**
   * Does something each time the run begins to wait; the run stays paused meanwhile. What it throws
   * is a warning.
   */
  public Autosave whenHeld(Runnable action) {
    whenHeld = action;
    return this;
  }

  /**
   * Runs a program until it ends, {@code until} steps are taken in all, or it is stopped; saves
   * before the first step, on the way and at the end.
   *
   * <p>An interrupt of the caller stops it too, after the present step and the write of its state;
   * the caller stays interrupted. A component that blocks for more than two seconds from then on
   * gets the interrupt, which most likely fails the step. A run that was stopped can be run again.
   *
   * <p>After a step that failed, the state is saved if the step has {@linkplain
   * jacquard.vm.StepException#changedNothing changed nothing}; else, and when anything else is
   * thrown, it may be that of half a step and is not saved. The exception that is thrown carries,
   * as a suppressed one, what is on the disk then.
   *
   * @return whether the program has ended
   * @throws CheckpointException before any step, if the experiment cannot be saved, or the
   *     directory not be written into or locked; at the end, if the last checkpoint or the best one
   *     cannot be written, saying which one is on the disk instead
   * @throws jacquard.vm.StepException if a step fails
   * @throws IllegalStateException if another thread is at a run of this object, or a signal has
   *     ended the last one
   */
  public boolean run(Experiment experiment, String program, long until) {
    Vm run = experiment.run(program);
    if (!isRunning.compareAndSet(false, true)) {
      throw new IllegalStateException("another thread is at a run of this Autosave");
    }
    try {
      if (isEnded) {
        throw new IllegalStateException("a signal has stopped the last run: the process ends");
      }
      ending = Ending.NONE;
      experiment.take(run);
      try {
        requests.begin();
        return run.onOwnThread(() -> drive(experiment, run, until), requests::interrupted);
      } finally {
        experiment.giveBack(run);
      }
    } finally {
      isRunning.set(false);
    }
  }

  private boolean drive(Experiment experiment, Vm run, long until) {
    Drive.Policies policies = new Drive.Policies(everySteps, period, keep, score, whenHeld);
    driver = Thread.currentThread();
    try {
      new Drive(experiment, run, until, policies, requests, writer, nanos).run();
      ending = run.isDone() || run.steps() >= until ? Ending.FINISHED : Ending.STOPPED;
    } catch (Throwable e) {
      failure = e;
      ending = Ending.FAILED;
      throw e;
    } finally {
      driver = null;
      isEnded = requests.isEnd();
      requests.stopped();
    }
    return run.isDone();
  }

  /** How the last run ended. */
  Ending ending() {
    return ending;
  }

  /** What the last run that failed has thrown. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** The thread that takes steps now; null if none does. */
  @Nullable Thread driver() {
    return driver;
  }

  /**
   * Whether {@link #stop}, an interrupt or a signal has ended the last run before its end, so that
   * its state is on the disk; while one is driven, whether it is about to.
   */
  public boolean isStopped() {
    return ending == Ending.STOPPED || (ending == Ending.NONE && requests.isStop());
  }

  /** The newest checkpoint that this object has put on the disk; null if there is none yet. */
  public @Nullable Saved newest() {
    return writer.newest();
  }

  /** Waits until everything is written, and gives the directory free. */
  @Override
  public void close() {
    writer.close();
  }
}
