package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of NumPy, pandas, scikit-learn and gzip hold what their writers put into them. */
final class FilesOfOthersTest {
  /** A line of {@code expected.txt}, which {@code oracle_read.py} explains. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Case(
      String reader,
      List<String> files,
      List<String> settings,
      int columns,
      float[] values,
      String targets,
      List<String> classes) {
    private static Case of(String line) {
      String[] parts = line.split("\\|", -1);
      return new Case(
          parts[0],
          words(parts[1]),
          words(parts[2]),
          Integer.parseInt(parts[3]),
          floats(parts[4]),
          parts[5],
          words(parts[6]));
    }

    @Override
    public String toString() {
      return reader + " " + files + " " + settings;
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  private static float[] floats(String text) {
    List<String> words = words(text);
    float[] floats = new float[words.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] =
          switch (words.get(i)) {
            case "nan" -> Float.NaN;
            case "inf" -> Float.POSITIVE_INFINITY;
            case "-inf" -> Float.NEGATIVE_INFINITY;
            default -> Float.parseFloat(words.get(i));
          };
    }
    return floats;
  }

  private static Path directory() throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(FilesOfOthersTest.class.getResource("python/expected.txt"))
                .toURI())
        .resolveSibling("");
  }

  static Stream<Case> cases() throws IOException, URISyntaxException {
    return Files.readAllLines(directory().resolve("expected.txt")).stream().map(Case::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdWhatWasWritten(Case each) throws IOException, URISyntaxException {
    Batch read = read(each);
    assertEquals(each.columns, read.columns());
    assertArrayEquals(each.values, read.values());
    if (each.targets.startsWith("real ")) {
      assertArrayEquals(floats(each.targets.substring(5)), read.targets());
    } else {
      int[] labels = words(each.targets).stream().mapToInt(Integer::parseInt).toArray();
      assertArrayEquals(labels, read.labels());
      assertEquals(each.classes, read.classNames());
    }
    assertTrue(
        !each.settings.contains("header")
            || read.columnNames().equals(List.of("größe", "b"))
            || read.columnNames().equals(List.of("a", "b")));
  }

  private static Batch read(Case each) throws IOException, URISyntaxException {
    Path first = directory().resolve(each.files.getFirst());
    boolean real = each.settings.contains("real");
    NpySettings arrays = real ? NpySettings.plain().withRealTarget() : NpySettings.plain();
    if (each.reader.equals("mapped")) {
      MappedDataset mapped =
          MappedDataset.open(first, directory().resolve(each.files.get(1)), arrays);
      Batch rows = mapped.rows(0, mapped.rows());
      assertEquals(mapped.fingerprint(), Sources.attachMapped(mapped.source()).fingerprint());
      return rows;
    }
    Dataset data =
        switch (each.reader) {
          case "npy" -> NpyReader.read(first, directory().resolve(each.files.get(1)), arrays);
          case "npz" -> NpyReader.read(first, each.files.get(1), each.files.get(2), arrays);
          case "libsvm" ->
              LibsvmReader.read(
                  first, real ? LibsvmSettings.plain().withRealTarget() : LibsvmSettings.plain());
          default -> CsvReader.read(first, csv(each.settings));
        };
    Dataset again = Sources.attach(data.source());
    assertEquals(data.fingerprint(), again.fingerprint());
    assertEquals(data.classNames(), again.classNames());
    return data.all();
  }

  private static CsvSettings csv(List<String> settings) {
    CsvSettings csv = CsvSettings.plain();
    for (String each : settings) {
      csv =
          switch (each) {
            case "header" -> csv.withHeader();
            case "blanks" -> csv.withRepeatedBlanks();
            case "comment" -> csv.withComment('#');
            case "semicolon" -> csv.withDelimiter(';');
            case "comma" -> csv.withDecimalComma();
            case "cp1252" -> csv.withEncoding(Charset.forName("windows-1252"));
            case "latin1" -> csv.withEncoding(StandardCharsets.ISO_8859_1);
            case "missing" -> csv.withMissing("");
            case "real" -> csv.withRealTarget();
            case "text" -> csv.withTextLabels();
            default -> throw new AssertionError(each + " of " + Arrays.asList(settings));
          };
    }
    return csv;
  }
}
