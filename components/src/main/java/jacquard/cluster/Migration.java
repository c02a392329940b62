package jacquard.cluster;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run that goes on at another member when its owner is gone.
 *
 * <p>Every member is given the same one. One of them becomes the owner and takes the steps; the
 * others wait, and one goes on from the last checkpoint when the owner has left. The run comes to
 * the bits of one that was never disturbed.
 */
public final class Migration {
  private static final long WAIT_MILLIS = 100;

  /** Checkpoints in the directory: one more than is needed, should it be damaged. */
  private static final int KEPT = 2;

  private final Member member;
  private final String program;
  private final Supplier<Experiment> fresh;
  private final Consumer<String> told;
  private long everySteps = 1000;
  private Class<?>[] types = {};
  private @Nullable CheckpointDirectory directory;

  /**
   * A program of an experiment, not started.
   *
   * @param program its name, by which the cluster knows the run
   * @param fresh the experiment as it is before the first step; the same bits at every member
   * @param told lines about owning and not owning the run, for people
   */
  public Migration(
      Member member, String program, Supplier<Experiment> fresh, Consumer<String> told) {
    this.member = member;
    this.program = program;
    this.fresh = fresh;
    this.told = told;
  }

  /**
   * Has a checkpoint agreed on after each multiple of so many steps; unless said otherwise, 1000.
   * The run waits meanwhile.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Migration everySteps(long steps) {
    if (steps <= 0) {
      throw new IllegalArgumentException(
          "steps between checkpoints must be positive, not " + steps);
    }
    everySteps = steps;
    return this;
  }

  /**
   * Saves each checkpoint that was agreed on into a directory as well, where this member owns the
   * run: the newest and the one before it are kept. A checkpoint that was refused is not saved.
   */
  public Migration savingTo(Path checkpoints) {
    directory = new CheckpointDirectory(checkpoints);
    return this;
  }

  /** Registers classes of one's own that checkpoints may hold, beside those of the jars. */
  public Migration types(Class<?>... more) {
    types = more.clone();
    return this;
  }

  /**
   * Runs the program, or waits while another member does, until it has ended.
   *
   * @return the end of the run, the same at every member
   * @throws IllegalStateException if this member is at it already
   * @throws ClusterException if it owns the run and nothing is decided for longer than its patience
   * @throws jacquard.vm.StepException if a step fails here
   */
  public Checkpoint run() {
    if (!member.take(program)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "member %s runs %s already; one at a time", member.name(), program));
    }
    try {
      while (true) {
        Ownership now = member.ownership(program);
        if (now.isFinished()) {
          return now.checkpoint();
        }
        if (isToBeHad(now) && member.claim(program, now.epoch())) {
          Ownership mine = member.ownership(program);
          if (mine.epoch() == now.epoch() + 1) { // else it was claimed away already
            drive(mine);
          }
        } else {
          member.await(
              program, then -> then.epoch() != now.epoch() || then.isFinished(), WAIT_MILLIS);
        }
      }
    } finally {
      member.giveBack(program);
    }
  }

  /** A run owned by this member is one whose claim it did not hear the answer to, or has lost. */
  private boolean isToBeHad(Ownership now) {
    return member.hasMajority()
        && (now.epoch() == 0 || now.owner().equals(member.owner()) || !member.sees(now.owner()));
  }

  private void drive(Ownership mine) {
    boolean isNew = mine.step() < 0;
    Experiment experiment =
        isNew ? fresh.get() : Experiment.restore(mine.checkpoint(), Map.of(), types);
    Vm run = isNew ? experiment.start(program) : experiment.run(program);
    tell("owns the run from", run.steps(), " in epoch " + mine.epoch());
    while (!run.isDone()) {
      run.run(everySteps - run.steps() % everySteps);
      Checkpoint checkpoint = experiment.checkpoint();
      if (!member.publish(program, mine.epoch(), run.steps(), run.isDone(), checkpoint.bytes())) {
        tell("gives up at", run.steps(), ": epoch " + mine.epoch() + " is over");
        return;
      }
      save(checkpoint, run.steps());
      tell(run.isDone() ? "has finished at" : "is at", run.steps(), "");
    }
  }

  private void save(Checkpoint checkpoint, long step) {
    CheckpointDirectory to = directory;
    if (to != null) {
      try {
        to.save(checkpoint, step, KEPT);
      } catch (IOException | CheckpointException e) {
        told.accept(
            String.format(Locale.ROOT, "%s could not save step %,d: %s", member.name(), step, e));
      }
    }
  }

  private void tell(String what, long step, String when) {
    told.accept(String.format(Locale.ROOT, "%s %s step %,d%s", member.name(), what, step, when));
  }
}
