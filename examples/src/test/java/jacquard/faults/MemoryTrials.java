package jacquard.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Processes with too little memory: for the copy of the state, for writing it, or for the page of a
 * run. What must hold: code 0 is given only if the checkpoint of the end is on the disk; else the
 * reason is told, and no checkpoint is damaged.
 */
final class MemoryTrials {
  /** A process: its limit of memory, and what it does. */
  record Limited(String option, int texts, int rows) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s, %d texts, %d rows a turn", option, texts, rows);
    }
  }

  private final Path directory;
  private int tried;

  MemoryTrials(Path directory) {
    this.directory = directory;
  }

  /** Processes from those that cannot begin to those that have enough. */
  static List<Limited> all() {
    List<Limited> all = new ArrayList<>();
    all.add(new Limited("-XX:MaxDirectMemorySize=512k", 10, 0));
    for (int heap = 48; heap <= 176; heap += 16) {
      all.add(new Limited("-Xmx" + heap + "m", 200_000, 0));
    }
    for (int heap = 14; heap <= 38; heap += 4) {
      all.add(new Limited("-Xmx" + heap + "m", 10, 1500));
    }
    return all;
  }

  /** Runs a process; gives what was wrong. */
  List<String> run(Limited process) throws InterruptedException {
    tried++;
    Path run = directory.resolve("run-" + tried);
    Path log = directory.resolve("log.txt");
    List<String> wrong = new ArrayList<>();
    try (Child child =
        Child.start(
            log,
            List.of(process.option),
            BigRun.class,
            run.toString(),
            Integer.toString(process.texts),
            Integer.toString(process.rows))) {
      int code = child.code();
      List<Path> files = RunFiles.checkpoints(run);
      wrong.addAll(RunFiles.damagedCheckpoints(run));
      long steps = files.isEmpty() ? -1 : RunFiles.newest(run).steps(BigRun.PROGRAM);
      if (code == 0 && steps != BigRun.STEPS) {
        wrong.add("code 0, but the newest checkpoint has " + steps);
      } else if (code != 0 && !child.printed().contains("OutOfMemoryError")) {
        wrong.add("code " + code + " without the reason");
      }
      if (!wrong.isEmpty()) {
        wrong.add("printed: " + child.printed());
      }
    }
    return wrong;
  }
}
