package jacquard.faults;

import jacquard.examples.Main;
import jacquard.report.RunDirectory;
import jacquard.report.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs of an example in processes that are killed at random moments, resumed in others that are
 * killed too, until one comes to the end: its files, results and bits must be those of a run that
 * nobody disturbed. A moment is drawn from the whole time that an undisturbed process takes, its
 * start and its end included.
 */
final class KillTrials {
  private final Sample sample;
  private final Path directory;
  private final Random random;
  private final Path log;
  private final Ending whole;
  private final long millis;
  private final List<String> wrong = new ArrayList<>();
  private Path run;
  private int kills;
  private int ends;

  KillTrials(Sample sample, Path directory, Random random) throws InterruptedException {
    this.sample = sample;
    this.directory = directory;
    this.random = random;
    log = directory.resolve("log.txt");
    Path undisturbed = directory.resolve("whole");
    long begin = System.nanoTime();
    try (Child child = Child.start(log, List.of(), Main.class, sample.begin(undisturbed))) {
      if (child.code() != 0) {
        throw new IllegalStateException("code " + child.code() + ": " + child.printed());
      }
    }
    millis = (System.nanoTime() - begin) / 1_000_000;
    whole = Ending.of(sample, undisturbed, Ending.again(sample, undisturbed).out());
    run = directory.resolve("run-0");
  }

  /** Starts a process and kills it, unless it ends before that; gives what was wrong. */
  List<String> next() throws InterruptedException {
    return next(random.nextLong(millis));
  }

  /** Lets the run come to its end; gives what was wrong. */
  List<String> finish() throws InterruptedException {
    return next(Long.MAX_VALUE);
  }

  private List<String> next(long patience) throws InterruptedException {
    wrong.clear();
    boolean isBegun = RunDirectory.isRun(run);
    String[] command = isBegun ? sample.resume(run) : sample.begin(run);
    try (Child child = Child.start(log, List.of(), Main.class, command)) {
      if (patience == Long.MAX_VALUE || child.endsWithin(patience)) {
        if (child.code() == 0) {
          checkEnd();
        } else {
          wrong.add("code " + child.code() + ": " + child.printed());
        }
        ends++;
        run = directory.resolve("run-" + ends);
      } else {
        child.kill();
        kills++;
        checkKilled();
      }
    }
    return List.copyOf(wrong);
  }

  private void checkEnd() {
    wrong.addAll(whole.differences(sample, run, Ending.again(sample, run).out()));
    wrong.addAll(RunFiles.leftOver(run));
    wrong.addAll(RunFiles.damagedCheckpoints(run));
  }

  /** What is there can be read at any time. */
  private void checkKilled() {
    wrong.addAll(RunFiles.damagedCheckpoints(run));
    if (RunDirectory.isRun(run)) {
      RunDirectory.open(run).metrics();
      RunState.Status status = RunDirectory.open(run).state().map(RunState::status).orElse(null);
      boolean isKnown =
          status == null
              || status == RunState.Status.INTERRUPTED
              || status == RunState.Status.FINISHED; // killed just before its end
      if (!isKnown) {
        wrong.add("killed, but its state is " + status);
      }
    }
  }

  /** How many processes were killed. */
  int kills() {
    return kills;
  }

  /** How many runs came to their end. */
  int ends() {
    return ends;
  }
}
