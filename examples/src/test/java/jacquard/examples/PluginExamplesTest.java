package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples made of schedulers: what they print, and that they go on to the same bits. */
class PluginExamplesTest {
  private static final List<String> CROSSVAL =
      List.of("dbn-crossval", "--backend", "java", "--folds", "3");
  private static final List<String> BRIEF =
      List.of("--pretraining", "1", "--patience", "2", "--rates", "0.3,0.1", "--noises", "0.2");

  @TempDir private Path directory = Path.of("");

  private static String run(List<String> args, Object... more) {
    List<String> all = new ArrayList<>(args);
    for (Object each : more) {
      all.add(each.toString());
    }
    return Ran.of(all.toArray(String[]::new)).out();
  }

  private static Checkpoint last(Path saved) throws IOException {
    return Checkpoint.read(new CheckpointDirectory(saved).newestFirst().getFirst());
  }

  private static List<String> with(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  /** Stops it in its midst, more than once, and compares with the run that was not stopped. */
  private void resumes(List<String> example, List<Long> stops) throws IOException {
    Path whole = directory.resolve("whole");
    Path parts = directory.resolve("parts");
    String printed = run(example, "--save", whole);
    StringBuilder pieces =
        new StringBuilder(run(example, "--save", parts, "--steps", stops.getFirst()));
    List<String> resumed = List.of(example.getFirst(), "--backend", "java", "--resume");
    for (long stop : stops.subList(1, stops.size())) {
      pieces.append(run(resumed, parts, "--save", parts, "--steps", stop));
    }
    pieces.append(run(resumed, parts, "--save", parts, "--no-optimize"));
    assertEquals(last(whole).fingerprint(), last(parts).fingerprint());
    String lines =
        Pattern.compile("(?m)^(paused|go on|resumed).*\\n").matcher(pieces).replaceAll("");
    assertEquals(printed, lines);
  }

  @Test
  void earlyStoppingIsResumedToTheSameBits() throws IOException {
    resumes(List.of("early-stopping", "--backend", "java"), List.of(3_000L, 20_001L));
  }

  @Test
  void aSearchIsResumedToTheSameBits() throws IOException {
    resumes(with(CROSSVAL, BRIEF), List.of(2_000L, 5_000L, 40_000L));
  }

  @Test
  void theBestSettingsAreThoseOfTheLowestValidationError() {
    String printed = run(CROSSVAL, BRIEF.toArray());
    List<MatchResult> rows =
        Pattern.compile("(?m)^ {1,2}0\\.\\d0 +0\\.20 +(0\\.\\d{4}) +(0\\.\\d{4}) ± 0\\.\\d{4}(.*)$")
            .matcher(printed)
            .results()
            .toList();
    assertEquals(2, rows.size(), printed);
    double first = Double.parseDouble(rows.get(0).group(1));
    double second = Double.parseDouble(rows.get(1).group(1));
    assertEquals("  best on validation", rows.get(first <= second ? 0 : 1).group(3));
    assertEquals("", rows.get(first <= second ? 1 : 0).group(3));
    assertEquals(6, printed.lines().filter(line -> line.contains(": validation error ")).count());
  }

  @Test
  void aFineTunedNetworkGeneralizes() {
    String printed =
        run(CROSSVAL, "--rates", "0.3", "--noises", "0.2", "--pretraining", "3", "--patience", "8");
    MatchResult row =
        Pattern.compile("0\\.30 +0\\.20 +0\\.\\d{4} +(0\\.\\d{4})")
            .matcher(printed)
            .results()
            .findFirst()
            .orElseThrow();
    assertTrue(Double.parseDouble(row.group(1)) >= 0.96, printed);
  }
}
