package jacquard.cluster;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.Experiment;
import jacquard.vm.Vm;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A run that goes on at another member when its owner is gone.
 *
 * <p>Every member is given the same one. One of them becomes the owner and takes the steps; the
 * others wait, and one goes on from the last checkpoint when the owner has left. The run comes to
 * the bits of one that was never disturbed.
 */
public final class Migration {
  private static final long WAIT_MILLIS = 100;

  /** One in so many waits ends with a look for what was missed. */
  private static final int WAITS = 10;

  private final Member member;
  private final String program;
  private final Supplier<Experiment> fresh;
  private final Consumer<String> told;
  private long everySteps = 1000;
  private Class<?>[] types = {};

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
          "member %s runs %s already; one at a time".formatted(member.name(), program));
    }
    try {
      for (int wait = 1; ; wait++) {
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
          if (wait % WAITS == 0 && member.hasMajority()) {
            member.look(program);
          }
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
      byte[] checkpoint = experiment.checkpoint().bytes();
      if (!member.publish(program, mine.epoch(), run.steps(), run.isDone(), checkpoint)) {
        tell("gives up at", run.steps(), ": epoch " + mine.epoch() + " is over");
        return;
      }
      tell(run.isDone() ? "has finished at" : "is at", run.steps(), "");
    }
  }

  private void tell(String what, long step, String when) {
    told.accept(String.format(Locale.ROOT, "%s %s step %,d%s", member.name(), what, step, when));
  }
}
