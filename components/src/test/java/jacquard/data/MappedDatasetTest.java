package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.datalearn.Data;
import jacquard.datalearn.Numbers;
import jacquard.experiment.Experiment;
import jacquard.laws.Laws;
import jacquard.npy.Npy;
import jacquard.npy.NpyArray;
import jacquard.npy.NpyWriter;
import jacquard.program.Programs;
import jacquard.vm.Args;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

final class MappedDatasetTest {
  private static Path directory = Path.of("");

  @BeforeContainer
  @org.junit.jupiter.api.BeforeAll
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("mapped");
  }

  @AfterContainer
  @org.junit.jupiter.api.AfterAll
  static void removeDirectory() throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private static Path values() {
    return directory.resolve("x.npy");
  }

  private static Path labels() {
    return directory.resolve("y.npy");
  }

  /** Row r is r, r + 1, ... with label r. */
  private static MappedDataset numbered(int rows, int columns) {
    try (NpyWriter x = NpyWriter.floats(values(), columns);
        NpyWriter y = NpyWriter.ints(labels())) {
      float[] row = new float[columns];
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          row[c] = r + c;
        }
        x.writeFloats(row);
        y.writeInts(r);
      }
      x.finish();
      y.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return opened();
  }

  private static MappedDataset opened() {
    try {
      return MappedDataset.open(values(), labels());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dataset resident(MappedDataset mapped) {
    Batch all = mapped.rows(0, mapped.rows());
    return new Dataset("d", all.columns(), all.values(), all.labels());
  }

  @Property(tries = 100)
  void itsRowsAndFingerprintAreThoseOfADataset(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 30) int columns,
      @ForAll @IntRange(min = 0, max = 39) int first) {
    MappedDataset mapped = numbered(rows, columns);
    Dataset same = resident(mapped);
    assertEquals(same.fingerprint(), mapped.fingerprint());
    assertEquals(same.classes(), mapped.classes());
    int from = first % rows;
    assertEquals(same.all().rows(from, rows - from), mapped.rows(from, rows - from));
  }

  @Property(tries = 60)
  void everyEpochGivesEveryRowOnce(
      @ForAll @IntRange(min = 1, max = 3000) int rows,
      @ForAll @IntRange(min = 1, max = 700) int size,
      @ForAll boolean shuffled,
      @ForAll long seed) {
    MappedDataset mapped = numbered(rows, 1000); // of which 1048 are permuted together
    Minibatches source =
        shuffled ? Minibatches.shuffled(mapped, size, seed) : Minibatches.inOrder(mapped, size);
    for (int epoch = 0; epoch < 2; epoch++) {
      List<Integer> seen = new ArrayList<>();
      for (int i = 0; i < source.perEpoch(); i++) {
        Batch next = source.next();
        assertEquals(Math.min(size, rows - seen.size()), next.rows());
        for (int r = 0; r < next.rows(); r++) {
          assertEquals(next.label(r), next.value(r, 0));
          seen.add(next.label(r));
        }
      }
      List<Integer> wanted = IntStream.range(0, rows).boxed().toList();
      assertEquals(wanted, shuffled ? seen.stream().sorted().toList() : seen);
    }
  }

  private static int[] epoch(Minibatches source) {
    return IntStream.range(0, source.perEpoch())
        .flatMap(i -> IntStream.of(source.next().labels()))
        .toArray();
  }

  @Test
  void theShuffleIsAFunctionOfSeedAndEpochAndMovesRowsFar() {
    MappedDataset mapped = numbered(4000, 1000);
    Minibatches source = Minibatches.shuffled(mapped, 100, 3);
    int[] first = epoch(source);
    int[] second = epoch(source);
    source.clear();
    assertArrayEquals(first, epoch(source));
    assertNotEquals(List.of(first[0], first[1]), List.of(second[0], second[1]));
    int[] other = epoch(Minibatches.shuffled(mapped, 100, 4));
    assertNotEquals(List.of(first[0], first[1]), List.of(other[0], other[1]));
    double moved =
        IntStream.range(0, 4000).mapToDouble(i -> Math.abs(first[i] - i)).average().orElse(0);
    assertTrue(moved > 1000, "moved " + moved + " rows on average; at random it is 1333");
  }

  private static Experiment experiment() {
    Minibatches source = Minibatches.shuffled(opened(), 7, 3);
    return new Experiment()
        .component("source", source)
        .program("main", Programs.repeat(9, Programs.call(source::next)));
  }

  @Test
  void savingAnywhereChangesNothing() {
    numbered(20, 3);
    Laws.savingOnceChangesNothing(
        MappedDatasetTest::experiment, "main", Args.EMPTY, 100, 1, saved -> saved);
  }

  @Test
  void aCheckpointRefersToTheFilesAndRefusesOthers() {
    numbered(2000, 100);
    Experiment experiment = experiment();
    experiment.start("main").runHere(2);
    Checkpoint saved = experiment.embedData(true).checkpoint();
    assertTrue(saved.arrayBytes() < 10_000, () -> saved.arrayBytes() + " bytes");
    numbered(2000, 99);
    String message =
        String.valueOf(
            assertThrows(CheckpointException.class, () -> Experiment.restore(saved, Map.of()))
                .getMessage());
    assertTrue(message.contains("is not what this run was trained on"), message);
  }

  private static void assertRefused(String message) {
    Exception error = assertThrows(IllegalArgumentException.class, MappedDatasetTest::opened);
    String found = String.valueOf(error.getMessage());
    assertTrue(found.contains(message), found);
    assertTrue(found.startsWith(directory.toString()), found);
  }

  @Test
  void errorsNameFileAndRow() throws IOException {
    numbered(5, 2);
    Npy.write(labels(), NpyArray.vector(new int[4]));
    assertRefused("x.npy has 5 rows, " + labels() + " has 4 labels");
    Npy.write(labels(), NpyArray.vector(new long[] {0, 1, 2, 1L << 40, 4}));
    assertEquals(List.of("0", "1", "2", "4", "1099511627776"), opened().classNames());
    assertEquals(4, opened().rows(3, 1).label(0));
    Npy.write(labels(), NpyArray.vector(new byte[] {0, 1, 2, -1, 4}));
    assertEquals(List.of("0", "1", "2", "4", "255"), opened().classNames());
    Npy.write(labels(), NpyArray.vector(new float[] {0, 1.5f, 0, 0, 0}));
    assertRefused(
        "y.npy, row 2: 1.5 is not an integer label; are these real-valued targets"
            + " (withRealTarget)?");
    Npy.write(labels(), NpyArray.matrix(5, 2, new int[10]));
    assertRefused("y.npy: has int32[5, 2]; to be mapped it needs 1 dimension of numbers");
    numbered(5, 2);
    Npy.write(values(), NpyArray.matrix(5, 2, new double[10]));
    assertRefused("x.npy: has float64[5, 2]; to be mapped it needs 2 dimensions of float32");
    Npy.write(values(), NpyArray.matrix(5, 2, new float[] {0, 0, 0, 0, 0, 0, 0, Float.NaN, 0, 0}));
    assertRefused("x.npy, row 4, column 2: NaN is not finite");
    Npy.write(values(), NpyArray.matrix(0, 2, new float[0]));
    assertRefused("x.npy: has float32[0, 2]; mapped are 1 to");
    numbered(5, 2);
    try (RandomAccessFile file = new RandomAccessFile(values().toFile(), "rw")) {
      file.setLength(128 + 39);
    }
    assertRefused("x.npy: float32[5, 2] needs 40 bytes after a header of 128, the file has 39");
    Files.delete(values());
    assertEquals(
        "there is no file " + values(),
        assertThrows(IllegalArgumentException.class, MappedDatasetTest::opened).getMessage());
  }

  /** A data set of expressions over it is that over the same rows in memory; also when saved. */
  @Property(tries = 30)
  void expressionsOverItGiveWhatTheyGiveInMemory(
      @ForAll @IntRange(min = 1, max = 40) int rows, @ForAll long seed) {
    MappedDataset mapped = numbered(rows, 3);
    List<Numbers> expected = transformed(Data.of(resident(mapped)), seed);
    assertEquals(rows, expected.size());
    assertEquals(expected, transformed(Data.of(mapped), seed));
    Checkpoint saved = new Experiment().component("data", Data.of(mapped)).checkpoint();
    Experiment loaded = Experiment.restore(saved, Map.of());
    assertEquals(expected, transformed(loaded.component("data", Data.class), seed));
  }

  private static List<Numbers> transformed(Data data, long seed) {
    List<Numbers> samples = new ArrayList<>();
    data.map("input", x -> x.times(2f)).shuffled(seed, 0).iterate().forEach(samples::add);
    return samples;
  }

  @Test
  void withoutLabelsEachIsZero() throws IOException {
    numbered(5, 2);
    MappedDataset mapped = MappedDataset.open(values());
    assertArrayEquals(new int[5], mapped.rows(0, 5).labels());
    assertEquals(mapped.fingerprint(), Sources.attachMapped(mapped.source()).fingerprint());
    assertThrows(IllegalArgumentException.class, () -> mapped.rows(3, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> mapped.read(4, 2, new float[4], 0));
  }
}
