package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.vm.Observer;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver of a run that saves checkpoints into a directory while it runs it.
 *
 * <p>Each policy is one call: {@link #everySteps}, {@link #every}, the program's own {@code
 * checkpoint("name")} nodes, {@link #save} from any thread, and {@link #stop}. A checkpoint is
 * copied between two steps and written in the background; if the disk is slower than the policies,
 * only the newest waiting one is written.
 *
 * <p>One that is merely due by its steps is left out while another is being written, and when the
 * copies would stop the run for more than one part in {@value #SHARE} of its time: so any number of
 * steps may be asked for. The other policies always save.
 */
public final class Autosave implements AutoCloseable {
  /** The part of the run's time that copies due by steps may take is one in so many. */
  private static final int SHARE = 200;

  /** What they may take besides, so that short runs are saved often too. */
  private static final long ALLOWANCE = Duration.ofMillis(20).toNanos();

  private final CheckpointDirectory directory;
  private final CheckpointWriter writer;
  private long everySteps = Long.MAX_VALUE;
  private @Nullable Duration period;
  private int keep = Integer.MAX_VALUE;
  private @Nullable DoubleSupplier score;
  private double best = Double.NEGATIVE_INFINITY;
  private long written = -1;
  private volatile boolean saveAsked;
  private volatile boolean stopAsked;
  private volatile @Nullable Vm driven;
  private final Pace pace = new Pace();
  private Runnable whenHeld = () -> {};

  /**
   * Saves into a directory, which is made if need be.
   *
   * @param warnings told when a checkpoint could not be written; the run goes on
   * @throws CheckpointException if the directory cannot be made
   */
  public Autosave(Path directory, Consumer<String> warnings) {
    this.directory = new CheckpointDirectory(directory);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CheckpointException("cannot make the directory " + directory + ": " + e, e);
    }
    this.writer = new CheckpointWriter(this.directory, warnings);
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
   * Keeps only the newest {@code count} checkpoints, the best one besides.
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
   * Keeps {@code best_<score>.jqd} as well: the checkpoint taken when the score was highest, here
   * or in an earlier run into the same directory.
   */
  public Autosave keepBest(DoubleSupplier score) {
    this.score = score;
    try {
      best = directory.bestScore();
    } catch (IOException e) {
      throw new CheckpointException("cannot look into the directory: " + e, e);
    }
    return this;
  }

  /**
   * Tells somebody of every checkpoint once it is on the disk, on the thread that wrote it. What it
   * throws is logged, and the run goes on.
   */
  public Autosave whenSaved(Consumer<Saved> listener) {
    writer.tell(listener);
    return this;
  }

  /** Asks, from any thread, for a checkpoint after the present step. */
  public void save() {
    saveAsked = true;
    interruptSteps();
  }

  /** Asks, from any thread, that the run be saved and return after the present step. */
  public void stop() {
    stopAsked = true;
    interruptSteps();
  }

  /** Asks, from any thread, that the run wait after the present step; it stays in memory. */
  public void hold() {
    pace.hold();
    interruptSteps();
  }

  /** Asks, from any thread, that a run that was held go on. */
  public void goOn() {
    pace.goOn();
  }

  /** Asks, from any thread, that the run take so many steps more, at least 1, and wait then. */
  public void step(long steps) {
    pace.step(steps);
    interruptSteps();
  }

  /** Whether the run waits, or will after the steps that were asked for. */
  public boolean isHeld() {
    return pace.isHeld();
  }

  /** Has something done each time the run begins to wait; the run stays paused meanwhile. */
  public Autosave whenHeld(Runnable action) {
    whenHeld = action;
    return this;
  }

  private void interruptSteps() {
    Vm run = driven;
    if (run != null) {
      run.pause();
    }
    pace.wake();
  }

  /**
   * Runs a program until it ends, {@code until} steps are taken in all, or it is stopped; saves on
   * the way and at the end.
   *
   * @return whether the program has ended
   * @throws CheckpointException at once, before any step, if the experiment cannot be saved or the
   *     directory not be written into; at the end if the last checkpoint cannot be written
   * @throws jacquard.vm.StepException if a step fails, after the state before it was saved
   */
  public boolean run(Experiment experiment, String program, long until) {
    Vm run = experiment.run(program);
    return run.onOwnThread(() -> runHere(experiment, run, until));
  }

  private boolean runHere(Experiment experiment, Vm run, long until) {
    tryDirectory();
    write(experiment, run);
    Observer savePoints =
        new Observer() {
          @Override
          public boolean everyStep() {
            return false;
          }

          @Override
          public void onSavePoint(String name) {
            save();
          }
        };
    ScheduledFuture<?> timer = startTimer();
    driven = run;
    run.observe(savePoints);
    try {
      drive(experiment, run, until);
    } catch (StepException e) {
      saveAfter(e, experiment, run);
      throw e;
    } finally {
      run.unobserve(savePoints);
      driven = null;
      if (timer != null) {
        timer.cancel(false);
      }
    }
    write(experiment, run);
    writer.finish();
    return run.isDone();
  }

  private void tryDirectory() {
    try {
      directory.tryOut();
    } catch (IOException e) {
      throw new CheckpointException("cannot write into the directory of checkpoints: " + e, e);
    }
  }

  /** Saves what a failed step left; that this fails too must not hide the step's error. */
  private void saveAfter(StepException failure, Experiment experiment, Vm run) {
    try {
      write(experiment, run);
      writer.finish();
    } catch (CheckpointException e) {
      failure.addSuppressed(e);
    }
  }

  private @Nullable ScheduledFuture<?> startTimer() {
    Duration time = period;
    return time == null
        ? null
        : writer
            .timer()
            .scheduleAtFixedRate(this::save, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void drive(Experiment experiment, Vm run, long until) {
    long begin = System.nanoTime();
    long copying = 0;
    while (!run.isDone() && run.steps() < until && !stopAsked) {
      long due = everySteps == Long.MAX_VALUE ? until : (run.steps() / everySteps + 1) * everySteps;
      if (pace.holds(run.steps()) && !saveAsked) {
        whenHeld.run();
        pace.await(run.steps(), () -> saveAsked || stopAsked);
      }
      run.run(Math.min(Math.min(due, until), pace.limit(run.steps())) - run.steps());
      long now = System.nanoTime();
      boolean isCheap = copying <= ALLOWANCE + (now - begin) / SHARE;
      boolean affordable = score != null || (isCheap && !writer.isBusy());
      if (saveAsked || (run.steps() == due && affordable)) {
        saveAsked = false;
        write(experiment, run);
        copying += System.nanoTime() - now;
      }
    }
  }

  private void write(Experiment experiment, Vm run) {
    if (run.steps() == written) {
      return;
    }
    long begin = System.nanoTime();
    Checkpoint checkpoint = experiment.checkpoint();
    Duration copying = Duration.ofNanos(System.nanoTime() - begin);
    written = run.steps();
    double now = score == null ? Double.NaN : score.getAsDouble();
    boolean isBest = now > best;
    best = isBest ? now : best;
    writer.submit(checkpoint, run.steps(), copying, keep, isBest ? now : Double.NaN);
  }

  /** Whether {@link #stop} was called. */
  public boolean isStopped() {
    return stopAsked;
  }

  /** Waits until everything is written. */
  @Override
  public void close() {
    writer.close();
  }
}
