package jacquard.faults;

import jacquard.examples.Main;
import jacquard.examples.Ran;
import jacquard.report.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes that get a signal at an operation of the disk, alone or with another fault. What must
 * hold:
 *
 * <ul>
 *   <li>code 75 is given only if the newest checkpoint is whole and of the step that is printed;
 *   <li>a signal's own code (128 and more) only if the run had not begun to take steps here;
 *   <li>any other one is explained;
 *   <li>resumed, the run comes to the same end as an undisturbed one.
 * </ul>
 */
final class SignalTrials {
  private static final int SAVED = 75;
  private static final Pattern PAUSED = Pattern.compile("paused after ([\\d,]+) steps");

  private final Sample sample;
  private final Path directory;
  private final Path log;
  private final Ending whole;
  private final Path half;
  private int tried;

  SignalTrials(Sample sample, Path directory) {
    this.sample = sample;
    this.directory = directory;
    log = directory.resolve("log.txt");
    whole = Ending.undisturbed(sample, directory.resolve("whole"));
    half = directory.resolve("half");
    Command.run(sample.begin(half, "--steps", Long.toString(whole.steps() / 2)));
  }

  /** Runs, or resumes, under faults that have a signal among them; gives what was wrong. */
  List<String> run(boolean resumes, String faults) throws InterruptedException {
    tried++;
    Path run = directory.resolve("run-" + tried);
    if (resumes) {
      RunFiles.copy(half, run);
    }
    String[] command = resumes ? sample.resume(run) : sample.begin(run);
    for (int i = 0; i < command.length; i++) {
      command[i] = command[i].equals("--quiet") ? "--no-optimize" : command[i];
    }
    List<String> wrong = new ArrayList<>();
    try (Child child = Child.start(log, Child.onFaultyDisk(run, faults), Main.class, command)) {
      check(child.code(), child.printed(), run, resumes, wrong);
    }
    wrong.addAll(RunFiles.damagedCheckpoints(run));
    goOn(run, wrong);
    return wrong;
  }

  private void check(int code, String printed, Path run, boolean resumes, List<String> wrong) {
    List<Path> files = RunFiles.checkpoints(run);
    long steps = files.isEmpty() ? -1 : RunFiles.newest(run).steps(sample.example());
    Matcher paused = PAUSED.matcher(printed);
    long said = paused.find() ? Long.parseLong(paused.group(1).replace(",", "")) : -1;
    boolean explained = printed.lines().anyMatch(line -> line.startsWith("error: "));
    if (code == 0 && steps != whole.steps()) {
      wrong.add("code 0, but the newest checkpoint has " + steps);
    } else if (code == SAVED && (steps < 0 || steps < said)) {
      wrong.add("code 75 at step " + said + ", but the newest checkpoint has " + steps);
    } else if (code == SAVED && said < 0 && !printed.contains("paused at the start")) {
      wrong.add("code 75 without a word");
    } else if (code > 128 && steps > (resumes ? whole.steps() / 2 : 0)) {
      wrong.add("code " + code + " after steps were taken");
    } else if (code != 0 && code != SAVED && code < 128 && !explained) {
      wrong.add("code " + code + " without a line of error");
    }
    if (printed.lines().anyMatch(line -> line.startsWith("\tat "))) {
      wrong.add("a stack trace is printed");
    }
    if (!wrong.isEmpty()) {
      wrong.add("code " + code + ", printed: " + printed);
    }
  }

  private void goOn(Path run, List<String> wrong) {
    boolean isRun = RunDirectory.isRun(run);
    Ran ran = Command.run(isRun ? sample.resume(run) : sample.begin(run));
    if (ran.code() != 0) {
      wrong.add((isRun ? "resume" : "begin again") + ": " + ran.errors().strip());
      return;
    }
    wrong.addAll(whole.differences(sample, run, Ending.again(sample, run).out()));
    wrong.addAll(RunFiles.leftOver(run));
  }
}
