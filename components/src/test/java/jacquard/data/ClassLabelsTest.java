package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.npy.Npy;
import jacquard.npy.NpyArray;
import jacquard.npy.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * One rule of labels for every format: integers name classes, numbered in ascending order; a test
 * set is read with the classes of its training set.
 */
final class ClassLabelsTest {
  /**
   * A format: how labels get into files of a directory and are read, by themselves or like others.
   */
  private record Format(String name, Write write, Read read, Like like) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Write {
    void to(Path directory, long[] labels) throws IOException;
  }

  private interface Read {
    Batch from(Path directory) throws IOException;
  }

  private interface Like {
    Batch from(Path directory, Path other) throws IOException;
  }

  private static void text(Path directory, long[] labels) throws IOException {
    StringBuilder csv = new StringBuilder();
    StringBuilder svm = new StringBuilder();
    for (int i = 0; i < labels.length; i++) {
      String label = i % 3 == 0 ? labels[i] + ".0" : i % 3 == 1 ? " " + labels[i] : "" + labels[i];
      csv.append(i).append(',').append(label).append('\n');
      svm.append(label.strip()).append(" 1:").append(i).append('\n');
    }
    Files.writeString(directory.resolve("d.csv"), csv);
    Files.writeString(directory.resolve("d.svm"), svm);
  }

  private static void arrays(Path directory, long[] labels) throws IOException {
    float[] x = new float[labels.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    NpyArray values = NpyArray.matrix(x.length, 1, x);
    NpyArray target = NpyArray.matrix(x.length, 1, labels);
    Npy.write(directory.resolve("x.npy"), values);
    Npy.write(directory.resolve("y.npy"), target);
    Npz.write(directory.resolve("d.npz"), Map.of("x", values, "y", target));
  }

  private static final List<Format> FORMATS =
      List.of(
          new Format(
              "csv",
              ClassLabelsTest::text,
              d -> CsvReader.read(d.resolve("d.csv")).all(),
              (d, o) ->
                  CsvReader.readLike(d.resolve("d.csv"), CsvReader.read(o.resolve("d.csv"))).all()),
          new Format(
              "csv, mapped",
              ClassLabelsTest::text,
              d -> all(mapped(d, CsvReader.open(d.resolve("d.csv"), CsvSettings.plain()))),
              (d, o) ->
                  all(
                      mapped(
                          d,
                          CsvReader.openLike(
                              d.resolve("d.csv"),
                              CsvSettings.plain(),
                              CsvReader.read(o.resolve("d.csv")).all())))),
          new Format(
              "libsvm",
              ClassLabelsTest::text,
              d -> LibsvmReader.read(d.resolve("d.svm")).all(),
              (d, o) ->
                  LibsvmReader.readLike(d.resolve("d.svm"), LibsvmReader.read(o.resolve("d.svm")))
                      .all()),
          new Format(
              "npy",
              ClassLabelsTest::arrays,
              d -> npy(d).all(),
              (d, o) -> NpyReader.readLike(d.resolve("x.npy"), d.resolve("y.npy"), npy(o)).all()),
          new Format(
              "npz",
              ClassLabelsTest::arrays,
              d -> NpyReader.read(d.resolve("d.npz"), "x", "y").all(),
              (d, o) -> NpyReader.readLike(d.resolve("d.npz"), "x", "y", npy(o)).all()),
          new Format(
              "mapped npy",
              ClassLabelsTest::arrays,
              d -> all(MappedDataset.open(d.resolve("x.npy"), d.resolve("y.npy"))),
              (d, o) ->
                  all(
                      MappedDataset.openLike(
                          d.resolve("x.npy"), d.resolve("y.npy"), npy(o).all()))));

  private static Dataset npy(Path directory) throws IOException {
    return NpyReader.read(directory.resolve("x.npy"), directory.resolve("y.npy"));
  }

  private static MappedDataset mapped(Path directory, RowReader reader) throws IOException {
    try (reader) {
      Path x = directory.resolve("x.npy");
      MappedDataset written = MappedDataset.write(reader, x, directory.resolve("y.npy"));
      MappedDataset opened = MappedDataset.open(x, directory.resolve("y.npy"));
      assertEquals(written.fingerprint(), opened.fingerprint());
      assertEquals(written.classNames(), opened.classNames());
      return opened;
    }
  }

  private static Batch all(MappedDataset data) {
    return data.rows(0, data.rows());
  }

  @Provide
  Arbitrary<Format> formats() {
    return Arbitraries.of(FORMATS);
  }

  @Provide
  Arbitrary<long[]> labels() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 4),
            Arbitraries.longs().between(1, 3),
            Arbitraries.longs().between(-1, 1),
            Arbitraries.longs().between(1990, 2024),
            Arbitraries.longs(),
            Arbitraries.of(Long.MIN_VALUE, 0L, 1L << 62, Long.MAX_VALUE))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(list -> list.stream().mapToLong(Long::longValue).toArray());
  }

  private interface Check {
    void in(Path directory, Path other) throws IOException;
  }

  private static void inDirectories(Check check) throws IOException {
    Path directory = Files.createTempDirectory("labels");
    Path other = Files.createDirectory(directory.resolve("other"));
    try {
      check.in(directory, other);
    } finally {
      for (Path each : List.of(other, directory)) {
        try (var files = Files.list(each)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(each);
      }
    }
  }

  @Property(tries = 250)
  void integersNameClassesInAscendingOrder(
      @ForAll("formats") Format format, @ForAll("labels") long[] labels) throws IOException {
    inDirectories(
        (directory, other) -> {
          format.write.to(directory, labels);
          Batch read = format.read.from(directory);
          List<Long> classes =
              new ArrayList<>(new TreeSet<>(LongStream.of(labels).boxed().toList()));
          int[] wanted = LongStream.of(labels).mapToInt(classes::indexOf).toArray();
          assertArrayEquals(wanted, read.labels());
          assertEquals(classes.stream().map(String::valueOf).toList(), read.classNames());
        });
  }

  @Property(tries = 150)
  void aTestSetHasTheClassesOfItsTrainingSet(
      @ForAll("formats") Format format,
      @ForAll("labels") long[] train,
      @ForAll("labels") long[] test)
      throws IOException {
    inDirectories(
        (directory, other) -> {
          for (Format each : FORMATS) {
            each.write.to(other, train);
          }
          format.write.to(directory, test);
          List<Long> classes =
              new ArrayList<>(new TreeSet<>(LongStream.of(train).boxed().toList()));
          int unknown =
              IntStream.range(0, test.length)
                  .filter(i -> !classes.contains(test[i]))
                  .findFirst()
                  .orElse(-1);
          if (unknown < 0) {
            Batch read = format.like.from(directory, other);
            int[] wanted = LongStream.of(test).mapToInt(classes::indexOf).toArray();
            assertArrayEquals(wanted, read.labels());
            assertEquals(classes.stream().map(String::valueOf).toList(), read.classNames());
          } else {
            String message =
                String.valueOf(
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> format.like.from(directory, other))
                        .getMessage());
            assertTrue(message.contains("row " + (unknown + 1)), message);
            assertTrue(message.contains("is none of the classes ["), message);
          }
        });
  }

  @Test
  void numbersOfClassesAreKeptIfAsked() throws IOException {
    inDirectories(
        (directory, other) -> {
          text(directory, new long[] {3, 1, 3});
          Dataset data =
              CsvReader.read(directory.resolve("d.csv"), CsvSettings.plain().withClassNumbers());
          assertArrayEquals(new int[] {3, 1, 3}, data.all().labels());
          assertEquals(4, data.classes());
          assertEquals(data.fingerprint(), Sources.attach(data.source()).fingerprint());
          arrays(directory, new long[] {3, 1, 3});
          Dataset arrays =
              NpyReader.read(
                  directory.resolve("x.npy"),
                  directory.resolve("y.npy"),
                  NpySettings.plain().withClassNumbers());
          assertEquals(data.fingerprint(), arrays.fingerprint());
          Dataset like =
              NpyReader.readLike(directory.resolve("x.npy"), directory.resolve("y.npy"), arrays);
          assertEquals(data.fingerprint(), like.fingerprint());
        });
  }

  /** A source that a checkpoint of an earlier version names gives the labels it gave then. */
  @Test
  void sourcesOfOldAreReadAsTheyWere() throws IOException {
    inDirectories(
        (directory, other) -> {
          text(directory, new long[] {3, 1, 3});
          arrays(directory, new long[] {3, 1, 3});
          String y = directory.resolve("y.npy").toString().replace("/", "%2F");
          for (String source :
              List.of(
                  "csv:" + directory.resolve("d.csv"),
                  "csv?delimiter=%2C:" + directory.resolve("d.csv"),
                  "csv-with-missing:" + directory.resolve("d.csv"),
                  "npy?labels=" + y + ":" + directory.resolve("x.npy"),
                  "npz?labels=y&values=x:" + directory.resolve("d.npz"))) {
            assertArrayEquals(new int[] {3, 1, 3}, Sources.attach(source).all().labels(), source);
          }
          String mapped = "mapped?labels=" + y + ":" + directory.resolve("x.npy");
          assertArrayEquals(new int[] {3, 1, 3}, all(Sources.attachMapped(mapped)).labels());
          Dataset texts = Sources.attach("csv?textLabels=true:" + directory.resolve("d.csv"));
          assertEquals(List.of("3.0", "1", "3"), texts.classNames());
          Dataset svm =
              Sources.attach("libsvm?classes=1+3&columns=1:" + directory.resolve("d.svm"));
          assertArrayEquals(new int[] {1, 0, 1}, svm.all().labels());
        });
  }

  @Test
  void aTextOfManyDigitsIsNoLabel() throws IOException {
    String digits = "1".repeat(400_000);
    inDirectories(
        (directory, other) -> {
          Path csv = Files.writeString(directory.resolve("d.csv"), "1," + digits + "\n");
          Path svm = Files.writeString(directory.resolve("d.svm"), digits + " 1:1\n");
          assertThrows(IllegalArgumentException.class, () -> CsvReader.read(csv));
          assertThrows(IllegalArgumentException.class, () -> LibsvmReader.read(svm));
        });
  }

  @Test
  void moreClassesThanThereCanBeAreRefused() {
    ClassNumbers classes = new ClassNumbers();
    for (int i = 0; i < ClassNumbers.MOST; i++) {
      classes.number(2L * i);
    }
    assertEquals(
        "more than 1048576 different labels: are they real-valued targets, or ids?",
        assertThrows(IllegalArgumentException.class, () -> classes.number(1)).getMessage());
  }
}
