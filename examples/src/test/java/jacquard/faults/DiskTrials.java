package jacquard.faults;

import jacquard.examples.Ran;
import jacquard.faults.Fault.Kind;
import jacquard.faults.Fault.Operation;
import jacquard.faults.FaultyDisk.Seen;
import jacquard.report.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs whose disk goes wrong while they run, or are resumed, and that are resumed on a good disk
 * afterwards. What must hold:
 *
 * <ul>
 *   <li>code 0 is given only if the newest checkpoint is whole and of the last step;
 *   <li>another code is explained in one line of words, and no checkpoint is damaged;
 *   <li>a disk that recovers ends no run that had begun: at most its first or its last checkpoint
 *       may not be missing;
 *   <li>resumed, the run comes to the same metrics, results and bits as an undisturbed one;
 *   <li>nothing half-written is left then, and no thread.
 * </ul>
 */
final class DiskTrials {
  /** When the disk goes wrong. */
  enum Phase {
    RUN,
    RESUME
  }

  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final Set<Kind> KINDS =
      EnumSet.of(Kind.NO_SPACE, Kind.PARTIAL, Kind.IO_ERROR, Kind.NO_MEMORY, Kind.BUG);
  private static final Set<Kind> RECOVERING =
      EnumSet.of(Kind.NO_SPACE, Kind.PARTIAL, Kind.IO_ERROR);

  private final Sample sample;
  private final Phase phase;
  private final Path directory;
  private final Ending whole;
  private final Path half;
  private int tried;

  DiskTrials(Sample sample, Phase phase, Path directory) {
    this.sample = sample;
    this.phase = phase;
    this.directory = directory;
    Path undisturbed = directory.resolve("whole");
    whole = Ending.undisturbed(sample, undisturbed);
    half = directory.resolve("half");
    if (phase == Phase.RESUME) {
      Command.run(sample.begin(half, "--steps", Long.toString(whole.steps() / 2)));
    }
  }

  /** The operations of the phase on a disk that works. */
  List<Operation> operations() {
    Path run = fresh();
    FaultyDisk.set(run.toString(), List.of());
    disturbed(run);
    List<Operation> seen = FaultyDisk.seen().stream().map(Seen::operation).toList();
    FaultyDisk.mend();
    return seen;
  }

  /** Faults at each operation, each of which is met once, three times or from then on. */
  List<Fault> faults(List<Operation> operations) {
    return KINDS.stream()
        .flatMap(
            kind -> {
              int count = (int) operations.stream().filter(kind.operations()::contains).count();
              return IntStream.range(0, count)
                  .boxed()
                  .flatMap(
                      at ->
                          IntStream.of(1, 3, FOR_EVER).mapToObj(span -> Fault.of(kind, at, span)));
            })
        .toList();
  }

  /** Some of those faults. */
  List<Fault> faults(List<Operation> operations, int times, Random random) {
    List<Fault> all = new ArrayList<>(faults(operations));
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(times, all.size()));
  }

  private Path fresh() {
    RunFiles.delete(directory.resolve("run-" + tried));
    tried++;
    Path run = directory.resolve("run-" + tried); // another name: a lock that leaks is one case's
    if (phase == Phase.RESUME) {
      RunFiles.copy(half, run);
    }
    return run;
  }

  private Ran disturbed(Path run) {
    return Command.run(phase == Phase.RUN ? sample.begin(run) : sample.resume(run));
  }

  /** Runs under a fault; gives what was wrong. */
  List<String> run(Fault fault) {
    Path run = fresh();
    FaultyDisk.set(run.toString(), List.of(fault));
    Ran ran = disturbed(run);
    List<Seen> seen = FaultyDisk.seen();
    FaultyDisk.mend();
    List<String> wrong = new ArrayList<>(RunFiles.damagedCheckpoints(run));
    if (ran.code() == 0) {
      checkSuccess(run, wrong);
    } else {
      checkFailure(fault, ran, seen, wrong);
    }
    checkThreads(wrong);
    goOn(run, wrong);
    return wrong;
  }

  private void checkSuccess(Path run, List<String> wrong) {
    if (RunFiles.checkpoints(run).isEmpty()) {
      wrong.add("code 0 without a checkpoint");
      return;
    }
    long steps = RunFiles.newest(run).steps(sample.example());
    if (steps != whole.steps()) {
      wrong.add("code 0 after " + whole.steps() + " steps, but the newest checkpoint has " + steps);
    }
  }

  private void checkFailure(Fault fault, Ran ran, List<Seen> seen, List<String> wrong) {
    if (ran.code() != 1) {
      wrong.add("code " + ran.code());
    }
    List<String> errors = ran.errors().lines().filter(each -> each.startsWith("error: ")).toList();
    if (errors.size() != 1 && fault.kind() != Kind.NO_MEMORY) {
      wrong.add("not one line of error: " + ran.errors());
    }
    boolean recovers = RECOVERING.contains(fault.kind()) && fault.span() < FOR_EVER;
    if (recovers && hadBegun(seen) && !ran.errors().contains("its checkpoint is whole")) {
      wrong.add("a disk that recovers has ended the run: " + ran.errors().strip());
    }
  }

  /** Whether the first fault was met after the first checkpoint, and before the last one. */
  private boolean hadBegun(List<Seen> seen) {
    int first = 0;
    while (first < seen.size() && !seen.get(first).hit()) {
      first++;
    }
    String last = String.format(Locale.ROOT, "step-%012d", whole.steps());
    boolean saved =
        seen.subList(0, first).stream()
            .anyMatch(
                each -> each.operation() == Operation.FORCE && each.path().endsWith("checkpoints"));
    return saved && seen.stream().noneMatch(each -> each.hit() && each.path().contains(last));
  }

  private static void checkThreads(List<String> wrong) {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("jacquard-checkpoints"))
        .filter(thread -> !ends(thread)) // an executor has ended a moment before its thread has
        .forEach(thread -> wrong.add("a thread is left: " + thread));
  }

  private static boolean ends(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void goOn(Path run, List<String> wrong) {
    boolean isRun = RunDirectory.isRun(run);
    Ran ran = Command.run(isRun ? sample.resume(run) : sample.begin(run));
    if (ran.code() != 0) {
      wrong.add((isRun ? "resume" : "begin again") + ": " + ran.errors().strip());
      return;
    }
    String printed = Ending.again(sample, run).out();
    wrong.addAll(whole.differences(sample, run, printed));
    wrong.addAll(RunFiles.leftOver(run));
    wrong.addAll(RunFiles.damagedCheckpoints(run));
  }
}
