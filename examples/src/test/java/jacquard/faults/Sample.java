package jacquard.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small run of an example: ends within a second or two, and saves several times on the way.
 *
 * @param example its name
 * @param options of the example
 * @param every how many steps lie between checkpoints
 */
record Sample(String example, List<String> options, long every) {
  private static final List<Sample> ALL =
      List.of(
          of("kfold-digits", 4000, "--folds", "2", "--rounds", "20"),
          of("early-stopping", 10_000),
          of("parallel-models", 6000),
          of("parallel-pca", 20),
          of(
              "dbn-crossval",
              20_000,
              "--folds=3",
              "--pretraining=1",
              "--patience=1",
              "--rates=0.3",
              "--noises=0,0.2"),
          of("weave", 4),
          of("pause-and-resume", 40),
          of("generator", 9));

  private static Sample of(String example, long every, String... options) {
    return new Sample(example, List.of(options), every);
  }

  /** The sample of an example. */
  static Sample of(String example) {
    return ALL.stream()
        .filter(each -> each.example.equals(example))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("there is no sample of " + example));
  }

  /** A sample that runs a second or more, to be killed meanwhile. */
  static Sample longer(String example) {
    return example.equals("kfold-digits")
        ? of(example, 20_000, "--folds", "4", "--rounds", "100")
        : of(example);
  }

  /** The command that begins the run in a directory. */
  String[] begin(Path run, String... more) {
    List<String> all = new ArrayList<>(List.of(example));
    all.addAll(options);
    all.addAll(List.of("--backend", "java", "--run", run.toString()));
    return with(all, more);
  }

  /** The command that resumes it. */
  String[] resume(Path run, String... more) {
    return with(List.of("resume", run.toString()), more);
  }

  private String[] with(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of("--quiet", "--every", Long.toString(every), "--keep", "3"));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }
}
