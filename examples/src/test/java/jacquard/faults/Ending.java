package jacquard.faults;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointDiff;
import jacquard.examples.Ran;
import jacquard.report.RunDirectory;
import jacquard.report.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of an example came to: everything that must be the same however it was disturbed.
 *
 * @param result what it prints about its results
 * @param checkpoint the last one
 */
record Ending(String csv, String json, String result, long steps, Checkpoint checkpoint) {
  /** What a run that has ended came to. */
  static Ending of(Sample sample, Path run, String result) {
    Checkpoint newest = RunFiles.newest(run);
    return new Ending(
        RunFiles.text(run.resolve("metrics.csv")),
        RunFiles.text(run.resolve("metrics.jsonl")),
        result,
        newest.steps(sample.example()),
        newest);
  }

  /** Runs a sample undisturbed to its end. */
  static Ending undisturbed(Sample sample, Path run) {
    Ran ran = Command.run(sample.begin(run));
    if (ran.code() != 0) {
      throw new IllegalStateException(sample.example() + ": " + ran.all());
    }
    return of(sample, run, again(sample, run).out());
  }

  /** Has a run that has ended print its results. */
  static Ran again(Sample sample, Path run) {
    return Command.run("resume", run.toString(), "--quiet");
  }

  /** In what the ending of a disturbed run differs from this one. */
  List<String> differences(Sample sample, Path run, String printed) {
    List<String> found = new ArrayList<>();
    Ending other = of(sample, run, printed);
    different(found, "metrics.csv", csv, other.csv);
    different(found, "metrics.jsonl", json, other.json);
    different(found, "result", result, other.result);
    if (!checkpoint.fingerprint().equals(other.checkpoint.fingerprint())) {
      List<String> bits = CheckpointDiff.of(checkpoint, other.checkpoint);
      if (!bits.stream().allMatch(each -> each.startsWith("metrics.waiting: "))) {
        found.add("checkpoints differ: " + bits); // rows of the last step may wait in it
      }
    }
    RunState.Status status = RunDirectory.open(run).state().map(RunState::status).orElse(null);
    if (status != RunState.Status.FINISHED) {
      found.add("its state is " + status);
    }
    return found;
  }

  private static void different(List<String> found, String what, String a, String b) {
    if (!a.equals(b)) {
      List<String> first = a.lines().toList();
      List<String> second = b.lines().toList();
      int line = 0;
      while (line < Math.min(first.size(), second.size())
          && first.get(line).equals(second.get(line))) {
        line++;
      }
      found.add(
          what
              + " differs from line "
              + (line + 1)
              + " on: "
              + first.stream().skip(line).findFirst().orElse("(end)")
              + " became "
              + second.stream().skip(line).findFirst().orElse("(end)"));
    }
  }
}
