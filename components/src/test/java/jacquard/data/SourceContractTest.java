package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.npy.Npy;
import jacquard.npy.NpyArray;
import jacquard.npy.Npz;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every source of data, whatever the format. */
final class SourceContractTest {
  /**
   * A format: how data come to a directory and are read from it.
   *
   * @param files the names of the files, the one that is damaged first
   */
  private record Source(
      String name, List<String> files, Write write, Read read, Attach attach, boolean whole) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Write {
    void to(Path directory, Dataset data) throws IOException;
  }

  private interface Read {
    Rows from(Path directory) throws IOException;
  }

  private interface Attach {
    Rows to(String source);
  }

  private static final Attach RESIDENT = source -> Sources.attach(source).all();

  private static Read read(ReadDataset read) {
    return directory -> read.from(directory).all();
  }

  private interface ReadDataset {
    Dataset from(Path directory) throws IOException;
  }

  /** The formats; damage anywhere in a whole one is found, in the others most of it. */
  private static final List<Source> SOURCES =
      List.of(
          new Source(
              "csv",
              List.of("d.csv"),
              (directory, data) -> Files.writeString(directory.resolve("d.csv"), csv(data)),
              read(directory -> CsvReader.read(directory.resolve("d.csv"))),
              RESIDENT,
              false),
          new Source(
              "packed csv with a header",
              List.of("d.csv.gz"),
              (directory, data) -> packed(directory.resolve("d.csv.gz"), header(data) + csv(data)),
              read(
                  directory ->
                      CsvReader.read(
                          directory.resolve("d.csv.gz"),
                          CsvSettings.plain().withHeader().withTarget("label"))),
              RESIDENT,
              false),
          new Source(
              "libsvm",
              List.of("d.svm"),
              (directory, data) -> Files.writeString(directory.resolve("d.svm"), libsvm(data)),
              read(directory -> LibsvmReader.read(directory.resolve("d.svm"))),
              RESIDENT,
              false),
          new Source(
              "idx",
              List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
              SourceContractTest::idx,
              read(Mnist::train),
              RESIDENT,
              false),
          new Source(
              "csv of real-valued targets",
              List.of("d.csv"),
              (directory, data) -> Files.writeString(directory.resolve("d.csv"), csv(data)),
              read(
                  directory ->
                      CsvReader.read(
                          directory.resolve("d.csv"), CsvSettings.plain().withRealTarget())),
              RESIDENT,
              false),
          new Source(
              "csv packed in two parts",
              List.of("d.csv.gz"),
              SourceContractTest::twoParts,
              read(directory -> CsvReader.read(directory.resolve("d.csv.gz"))),
              RESIDENT,
              false),
          new Source(
              "libsvm of real-valued targets",
              List.of("d.svm"),
              (directory, data) -> Files.writeString(directory.resolve("d.svm"), libsvm(data)),
              read(
                  directory ->
                      LibsvmReader.read(
                          directory.resolve("d.svm"), LibsvmSettings.plain().withRealTarget())),
              RESIDENT,
              false),
          new Source(
              "npy of real-valued targets",
              List.of("x.npy", "y.npy"),
              SourceContractTest::npy,
              read(
                  directory ->
                      NpyReader.read(
                          directory.resolve("x.npy"),
                          directory.resolve("y.npy"),
                          NpySettings.plain().withRealTarget())),
              RESIDENT,
              false),
          new Source(
              "rows written to be mapped",
              List.of("x.npy", "y.npy"),
              SourceContractTest::written,
              directory ->
                  MappedDataset.open(directory.resolve("x.npy"), directory.resolve("y.npy")),
              Sources::attachMapped,
              true),
          new Source(
              "npy",
              List.of("x.npy", "y.npy"),
              SourceContractTest::npy,
              read(
                  directory ->
                      NpyReader.read(directory.resolve("x.npy"), directory.resolve("y.npy"))),
              RESIDENT,
              false),
          new Source(
              "npz",
              List.of("d.npz"),
              (directory, data) ->
                  Npz.write(directory.resolve("d.npz"), Map.of("x", x(data), "y", y(data))),
              read(directory -> NpyReader.read(directory.resolve("d.npz"), "x", "y")),
              RESIDENT,
              true),
          new Source(
              "mapped npy",
              List.of("x.npy", "y.npy"),
              SourceContractTest::npy,
              directory ->
                  MappedDataset.open(directory.resolve("x.npy"), directory.resolve("y.npy")),
              Sources::attachMapped,
              false));

  private static String header(Dataset data) {
    StringBuilder names = new StringBuilder();
    for (int c = 0; c < data.columns(); c++) {
      names.append("\"a,").append(c).append("\",");
    }
    return names + "label\n";
  }

  private static String csv(Dataset data) {
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < data.size(); r++) {
      for (float value : data.sample(r).values()) {
        text.append(value).append(',');
      }
      text.append(data.label(r)).append('\n');
    }
    return text.toString();
  }

  private static String libsvm(Dataset data) {
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < data.size(); r++) {
      text.append(data.label(r));
      float[] values = data.sample(r).values();
      for (int c = 0; c < values.length; c++) {
        if (values[c] != 0 || c == values.length - 1) {
          text.append(' ').append(c + 1).append(':').append(values[c]);
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void packed(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void twoParts(Path directory, Dataset data) throws IOException {
    String text = csv(data);
    int half = text.indexOf('\n') + 1;
    packed(directory.resolve("1.gz"), text.substring(0, half));
    packed(directory.resolve("2.gz"), text.substring(half));
    try (OutputStream out = Files.newOutputStream(directory.resolve("d.csv.gz"))) {
      Files.copy(directory.resolve("1.gz"), out);
      Files.copy(directory.resolve("2.gz"), out);
    }
  }

  private static void written(Path directory, Dataset data) throws IOException {
    Path file = Files.writeString(directory.resolve("d.csv"), csv(data));
    try (RowReader rows = CsvReader.open(file, CsvSettings.plain())) {
      MappedDataset.write(rows, directory.resolve("x.npy"), directory.resolve("y.npy"));
    }
  }

  private static NpyArray x(Dataset data) {
    return NpyArray.matrix(data.size(), data.columns(), data.all().values());
  }

  private static NpyArray y(Dataset data) {
    return NpyArray.vector(data.all().labels());
  }

  private static void npy(Path directory, Dataset data) throws IOException {
    Npy.write(directory.resolve("x.npy"), x(data));
    Npy.write(directory.resolve("y.npy"), y(data));
  }

  private static void idx(Path directory, Dataset data) throws IOException {
    float[] values = data.all().values();
    ByteBuffer images = ByteBuffer.allocate(16 + values.length).putInt(0x803);
    images.putInt(data.size()).putInt(1).putInt(data.columns());
    for (float value : values) {
      images.put((byte) Math.round(value * 255));
    }
    ByteBuffer labels = ByteBuffer.allocate(8 + data.size()).putInt(0x801).putInt(data.size());
    for (int label : data.all().labels()) {
      labels.put((byte) label);
    }
    Files.write(directory.resolve("train-images-idx3-ubyte"), images.array());
    Files.write(directory.resolve("train-labels-idx1-ubyte"), labels.array());
  }

  /** Data every format can hold: n / 255, labels from 0 on without a gap. */
  private static Dataset data(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? 0 : random.nextInt(256) * (1 / 255f);
    }
    int[] labels = new int[rows];
    Arrays.setAll(labels, r -> r % 3);
    return new Dataset("d", columns, values, labels);
  }

  @Provide
  Arbitrary<Source> sources() {
    return Arbitraries.of(SOURCES);
  }

  private interface Check {
    void in(Path directory) throws IOException;
  }

  private static void inDirectory(Check check) throws IOException {
    Path directory = Files.createTempDirectory("source");
    try {
      check.in(directory);
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private static String fingerprint(Rows rows) {
    Batch all = rows.rows(0, rows.rows());
    return all.hasTargets()
        ? new Dataset("d", all.columns(), all.values(), all.targets()).fingerprint()
        : new Dataset("d", all.columns(), all.values(), all.labels()).fingerprint();
  }

  /** The fingerprint of data that were read as labels, or as real-valued targets. */
  private static String fingerprint(Dataset data, Rows as) {
    Batch all = data.all();
    if (!as.rows(0, 1).hasTargets()) {
      return data.fingerprint();
    }
    float[] targets = new float[all.rows()];
    for (int r = 0; r < targets.length; r++) {
      targets[r] = all.label(r);
    }
    return new Dataset("d", all.columns(), all.values(), targets).fingerprint();
  }

  private static String source(Rows rows) {
    return switch (rows) {
      case MappedDataset mapped -> mapped.source();
      case Batch all -> Objects.requireNonNull(all.block().origin()).source();
    };
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadAndFoundAgainByItsSource(
      @ForAll("sources") Source source,
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 9) int columns,
      @ForAll long seed)
      throws IOException {
    inDirectory(
        directory -> {
          Dataset data = data(rows, columns, seed);
          source.write().to(directory, data);
          Rows read = source.read().from(directory);
          assertArrayEquals(data.all().values(), read.rows(0, rows).values());
          assertEquals(fingerprint(data, read), fingerprint(read));
          assertEquals(fingerprint(data, read), fingerprint(source.attach().to(source(read))));
        });
  }

  @Property(tries = 1500)
  void damageIsRefusedByTheFilesNameOrIsOtherData(
      @ForAll("sources") Source source,
      @ForAll @IntRange(min = 0, max = 1) int which,
      @ForAll int where,
      @ForAll byte with,
      @ForAll boolean cut)
      throws IOException {
    inDirectory(
        directory -> {
          Dataset data = data(7, 3, 1);
          source.write().to(directory, data);
          String name = source.files().get(which % source.files().size());
          Path file = directory.resolve(name);
          byte[] bytes = Files.readAllBytes(file);
          int at = Math.floorMod(where, bytes.length);
          bytes[at] ^= with;
          Files.write(file, cut ? Arrays.copyOf(bytes, at) : bytes);
          try {
            Rows read = source.read().from(directory);
            if (source.whole()) {
              assertEquals(fingerprint(data, read), fingerprint(read));
            }
            assertTrue((long) read.rows() * read.columns() < 1 << 20);
          } catch (IllegalArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            assertTrue(
                source.files().stream().anyMatch(message::contains),
                () -> source + " says: " + message);
          }
        });
  }
}
