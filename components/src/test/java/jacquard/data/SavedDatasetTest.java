package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.laws.Laws;
import jacquard.program.Programs;
import jacquard.vm.Args;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets in checkpoints: by reference, embedded, moved and changed. */
final class SavedDatasetTest {
  @TempDir private Path directory = Path.of("");

  private Path csv(int last) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      text.append(i).append(',').append(i % 3).append('\n');
    }
    return Files.writeString(directory.resolve("d.csv"), text + "7," + last + "\n");
  }

  private static Experiment over(Dataset data) {
    KFold kf = new KFold(data, 2, 5);
    Experiment experiment =
        new Experiment()
            .component("data", data)
            .component("kf", kf)
            .program(
                "main",
                Programs.seq(
                    Programs.call(kf::nextFold), Programs.repeat(9, Programs.call(kf::next))));
    experiment.start("main").runHere(8);
    return experiment;
  }

  private Path saved(Experiment experiment) {
    Path file = directory.resolve("x.jqd");
    experiment.save(file);
    return file;
  }

  @Test
  void changedDataIsRefusedByFingerprint() throws IOException {
    Dataset data = CsvReader.read(csv(0));
    Path file = saved(over(data));
    csv(1);
    CheckpointException error =
        assertThrows(CheckpointException.class, () -> Experiment.load(file));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.startsWith(file + ": csv"), message);
    assertTrue(message.contains("is not what this run was trained on"), message);
    assertTrue(message.contains(data.fingerprint()), message);
  }

  @Test
  void foldsOfRealTargetsGoOnFromAnywhere() throws IOException {
    Path file = directory.resolve("real.csv");
    Files.writeString(file, "a,p\n1,-0.5\n2,1e3\n3,7\n4,0.25\n5,-1e-3\n6,2.5\n7,8\n8,9\n9,3\n");
    Dataset data = CsvReader.read(file, CsvSettings.plain().withHeader().withRealTarget("p"));
    Laws.savingOnceChangesNothing(
        () -> {
          KFold kf = KFold.withValidation(data, 3, 5);
          return new Experiment()
              .component("kf", kf)
              .program(
                  "main",
                  Programs.repeat(
                      3,
                      Programs.seq(
                          Programs.call(kf::nextFold),
                          Programs.call(kf::next),
                          Programs.call(kf::validation),
                          Programs.repeat(2, Programs.call(kf::nextTest)))));
        },
        "main",
        Args.EMPTY,
        100,
        1,
        saved -> saved);
  }

  @Test
  void missingDataIsAskedFor() throws IOException {
    Dataset data = CsvReader.read(csv(0));
    Path file = saved(over(data));
    Files.delete(directory.resolve("d.csv"));
    CheckpointException error =
        assertThrows(CheckpointException.class, () -> Experiment.load(file));
    assertTrue(String.valueOf(error.getMessage()).contains("put the file back"));
    Experiment loaded =
        CheckpointDirectory.resume(file, Map.of(data.fingerprint(), data)).experiment();
    assertTrue(loaded.component("data", Dataset.class) == data);
  }

  @Test
  void embeddedDataNeedsNothingElse() throws IOException {
    Experiment experiment = over(CsvReader.read(csv(0)));
    long small = experiment.checkpoint().arrayBytes();
    Path file = saved(experiment.embedData(true));
    assertTrue(Checkpoint.read(file).arrayBytes() > small);
    Files.delete(directory.resolve("d.csv"));
    Experiment loaded = Experiment.load(file);
    assertEquals("10x1", loaded.component("data", Dataset.class).fingerprint().split(":", 2)[0]);
    loaded.run("main").runHere(4);
    experiment.run("main").runHere(4);
    assertEquals(experiment.run("main").jump().toString(), loaded.run("main").jump().toString());
  }

  @Test
  void dataFromNowhereIsEmbedded() {
    Dataset data = new Dataset("d", 1, new float[] {1, 2, 3, 4}, new int[] {0, 1, 0, 1});
    Experiment loaded = Experiment.load(saved(over(data)));
    assertEquals(data.fingerprint(), loaded.component("data", Dataset.class).fingerprint());
  }

  @Test
  void theDigitsAreFoundAgain() {
    Experiment loaded = Experiment.load(saved(over(Digits.load())));
    assertEquals(1797, loaded.component("data", Dataset.class).size());
  }
}
