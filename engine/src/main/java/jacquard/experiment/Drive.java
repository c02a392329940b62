package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.vm.Observer;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledFuture;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program for {@link Autosave}: it is saved, takes its steps while policies and
 * requests have it saved on the way, and is saved where it ends.
 */
final class Drive {
  /**
   * When to save, and what to keep.
   *
   * @param everySteps {@link Long#MAX_VALUE} for never
   * @param period null for never
   * @param score of which the best is kept, or null
   * @param whenHeld what to do each time the run begins to wait
   */
  record Policies(
      long everySteps,
      @Nullable Duration period,
      int keep,
      @Nullable DoubleSupplier score,
      Runnable whenHeld) {}

  /** What a copy that failed counts for, so that it is not tried again for a second. */
  private static final Duration FAILED = Duration.ofSeconds(1).dividedBy(CopyShare.PARTS);

  private final Experiment experiment;
  private final Vm run;
  private final long until;
  private final Policies policies;
  private final Requests requests;
  private final CheckpointWriter writer;
  private final CopyShare share;

  /** The copy of the present state, once there is one; dropped soon, as it may be large. */
  private @Nullable StateCopy copy;

  /** Whether the writer has that copy. */
  private boolean isSubmitted;

  /** The steps of the copy that the writer was given last; -1 for none. */
  private long submittedSteps = -1;

  private boolean isScoreBroken;

  Drive(
      Experiment experiment,
      Vm run,
      long until,
      Policies policies,
      Requests requests,
      CheckpointWriter writer,
      LongSupplier nanos) {
    this.experiment = experiment;
    this.run = run;
    this.until = until;
    this.policies = policies;
    this.requests = requests;
    this.writer = writer;
    this.share = new CopyShare(nanos);
  }

  /** Takes the steps; after it has returned, the state is on the disk. */
  void run() {
    writer.begin(experiment.origins(), run.steps(), policies.keep());
    saveNow();
    Duration period = policies.period();
    ScheduledFuture<?> timer = period == null ? null : writer.each(period, requests::saveIfDue);
    Observer savePoints = savePoints();
    run.observe(savePoints);
    requests.drive(run);
    try {
      lookAtScore();
      while (!isOver()) {
        advance();
      }
    } catch (Throwable e) {
      saveAfter(e);
      throw e;
    } finally {
      requests.drive(null);
      run.unobserve(savePoints);
      if (timer != null) {
        timer.cancel(false);
      }
    }
    saveNow();
  }

  private Observer savePoints() {
    return new Observer() {
      @Override
      public boolean everyStep() {
        return false;
      }

      @Override
      public void onSavePoint(String name) {
        requests.saveIfDue();
      }
    };
  }

  private boolean isOver() {
    return run.isDone()
        || run.steps() >= until
        || requests.isStop()
        || Thread.currentThread().isInterrupted();
  }

  private void advance() {
    if (requests.isSave()) {
      saveAsAsked();
    } else if (requests.pace().limit(run.steps()) <= run.steps()) {
      waitHeld();
    } else {
      takeSteps();
    }
  }

  private void saveAsAsked() {
    boolean isAsked = requests.takeSave();
    boolean isThere = isAsked ? isSubmitted : submittedSteps == run.steps();
    if (!isThere || writer.hasFailed()) {
      trySave();
    }
  }

  private void waitHeld() {
    try {
      policies.whenHeld().run();
    } catch (Throwable e) {
      writer.warn("what is done while the run is held has failed: " + e);
    }
    forget(); // the state may be changed by hand now
    requests.pace().await(run.steps(), requests::isAny);
  }

  private void forget() {
    copy = null;
    isSubmitted = false;
  }

  private void takeSteps() {
    forget();
    long due = due();
    long limit = Math.min(Math.min(due, until), requests.pace().limit(run.steps()));
    run.run(policies.score() == null ? limit - run.steps() : 1);
    lookAtScore();
    if (run.steps() == due && !writer.isBusy() && share.isLeft()) {
      share.spend(trySave());
    }
  }

  /** The next multiple of steps at which to save, or where the run ends if there is none. */
  private long due() {
    long every = policies.everySteps();
    long missing = every - run.steps() % every;
    return missing > until - run.steps() ? until : run.steps() + missing;
  }

  /** Keeps the state if its score is better than that of any before. */
  private void lookAtScore() {
    DoubleSupplier score = policies.score();
    if (score == null) {
      return;
    }
    try {
      double now = score.getAsDouble();
      isScoreBroken = false;
      if (now > writer.bestScore()) {
        writer.submitBest(copy(), now);
      }
    } catch (Throwable e) {
      if (!isScoreBroken) { // once, not after every step
        writer.warn("no best checkpoint at step " + run.steps() + ": " + e);
      }
      isScoreBroken = true;
    }
  }

  private StateCopy copy() {
    StateCopy known = copy;
    if (known == null) {
      long begin = System.nanoTime();
      Checkpoint checkpoint = experiment.checkpoint();
      Duration copying = Duration.ofNanos(System.nanoTime() - begin);
      known = new StateCopy(checkpoint, run.steps(), copying);
      copy = known;
    }
    return known;
  }

  /** Has the state saved; that this fails is a warning. Gives the time it took. */
  private Duration trySave() {
    try {
      return submit(copy());
    } catch (Throwable e) {
      submittedSteps = -1;
      writer.failed(run.steps(), e);
      return FAILED;
    }
  }

  private Duration submit(StateCopy now) {
    isSubmitted = true;
    submittedSteps = now.steps();
    writer.submit(now);
    return now.copying();
  }

  /**
   * Saves the state and waits until it is on the disk.
   *
   * @throws CheckpointException if it cannot be
   */
  private void saveNow() {
    if (!isSubmitted) {
      try {
        submit(copy());
      } catch (CheckpointException | IllegalStateException e) {
        throw e; // it says what cannot be saved, or who drives the run
      } catch (Throwable e) {
        throw writer.unsaved(run.steps(), e);
      }
    }
    writer.finish();
  }

  /** Saves what a step that failed has left as it was; says what is on the disk in any case. */
  private void saveAfter(Throwable failure) {
    try {
      if (failure instanceof StepException step && step.changedNothing()) {
        forget();
        saveNow();
      } else {
        sayUnsaved(failure);
      }
    } catch (Throwable e) {
      failure.addSuppressed(e);
    }
  }

  private void sayUnsaved(Throwable failure) {
    try {
      writer.finish();
    } catch (CheckpointException e) {
      failure.addSuppressed(e);
    }
    String text =
        String.format(
            Locale.ROOT,
            "what failed at step %d may have been half-way, so that state is not saved; %s",
            run.steps(),
            writer.onDisk());
    writer.warn(text);
    failure.addSuppressed(new CheckpointException(text));
  }
}
