package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvReaderTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void readsValuesAndLabels() throws IOException {
    Dataset data = read("1,2.5,0\n-3,4e2, 1\n");
    assertEquals("t.csv (2 x 2)", data.toString());
    assertArrayEquals(new float[] {1, 2.5f, -3, 400}, data.all().values());
    assertArrayEquals(new int[] {0, 1}, data.all().labels());
  }

  @Test
  void unpacksFiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("5,7\n".getBytes(StandardCharsets.UTF_8));
    }
    Dataset data = CsvReader.read(file);
    assertEquals(new Sample(new float[] {5}, 0), data.sample(0));
    assertEquals(List.of("7"), data.classNames());
  }

  @Test
  void errorsNameFileRowAndColumn() {
    assertRefused("t.csv, row 2, column 1: 'x' is not a number", "1,0\nx,0\n");
    assertRefused(
        "t.csv, row 1, column 2: 'NaN' is not finite; withMissing lets such numbers in",
        "1,NaN,0\n");
    assertRefused(
        "t.csv, row 1, column 1: '1e99' is beyond the numbers a float can be (3.4e38)", "1e99,0\n");
    assertRefused(
        "t.csv, row 1, column 1: '' is not a number; is it missing (withMissing(\"\"))?", ",0\n");
    assertRefused(
        "t.csv, row 1, column 2: '1.5' is not an integer label; are these real-valued targets"
            + " (withRealTarget)?",
        "1,1.5\n");
    assertRefused(
        "t.csv, row 1, column 2: 'x' is not an integer label; are labels texts (withTextLabels), or"
            + " is row 1 a header (withHeader)?",
        "1,x\n");
    assertRefused(
        "t.csv, row 1, column 1: 'a' is not a number; is row 1 a header (withHeader)?",
        "a,b\n1,0\n");
    assertRefused(
        "t.csv, row 1, column 2: '' is a missing label; fill it or leave out the row"
            + "; does each line end with a delimiter (withTarget)?",
        "1,\n");
    assertRefused("t.csv, row 2: 3 fields, but row 1 has 2", "1,0\n1,2,0\n");
    assertRefused("t.csv, row 1: needs at least one value and a label", "1\n");
    assertRefused("t.csv: no rows", "");
  }

  @Test
  void whatIsMissingIsNanWhereThatIsAllowed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "1,,0\nNaN,-Infinity,1\n");
    assertThrows(IllegalArgumentException.class, () -> CsvReader.read(file));
    Dataset data = CsvReader.readAllowingMissing(file);
    float[] values = {1, Float.NaN, Float.NaN, Float.NEGATIVE_INFINITY};
    assertArrayEquals(values, data.all().values());
    assertEquals(data.all(), Sources.attach(data.source()).all());
    Files.writeString(file, "x,1,0\n");
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> CsvReader.readAllowingMissing(file));
    assertEquals("a.csv, row 1, column 1: 'x' is not a number", error.getMessage());
  }

  private Dataset read(String text, CsvSettings settings) throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), text);
    Dataset data = CsvReader.read(file, settings);
    Dataset again = Sources.attach(data.source());
    assertEquals(data.fingerprint(), again.fingerprint());
    assertEquals(data.classNames(), again.classNames());
    assertEquals(data.columnNames(), again.columnNames());
    return data;
  }

  @Test
  void settingsSayWhichColumnsAreWhat() throws IOException {
    String text = "id;kind;a;b\n1;red;1;NA\n2;blue;3;4\n3;red;5;\n";
    CsvSettings settings =
        CsvSettings.plain()
            .withHeader()
            .withDelimiter(';')
            .withMissing("NA", "")
            .withTarget("kind")
            .withTextLabels()
            .without("id");
    Dataset data = read(text, settings);
    assertEquals(List.of("a", "b"), data.columnNames());
    assertEquals(List.of("red", "blue"), data.classNames());
    assertArrayEquals(new float[] {1, Float.NaN, 3, 4, 5, Float.NaN}, data.all().values());
    assertArrayEquals(new int[] {0, 1, 0}, data.all().labels());
    Path file = directory.resolve("t.csv");
    assertEquals(List.of("1", "2", "3"), CsvReader.texts(file, settings, "id"));
    assertEquals(List.of("red", "blue", "red"), CsvReader.texts(file, settings, "2"));
    assertArrayEquals(
        new int[] {2, 1, 2},
        read(text, settings.withTextLabels("green", "blue", "red")).all().labels());
    assertEquals(3, read(text, settings.withTextLabels("green", "blue", "red")).classes());
    Dataset none = read("1,2\n3,4\n", CsvSettings.plain().withTarget(CsvSettings.NONE));
    assertEquals(new Batch(2, new float[] {1, 2, 3, 4}, new int[2]), none.all());
    Dataset first = read("1\t2\n", CsvSettings.plain().withDelimiter('\t').withTarget("1"));
    assertEquals(new Sample(new float[] {2}, 0), first.sample(0));
    assertEquals(List.of("1"), first.classNames());
  }

  private void assertRefused(String message, String text, CsvSettings settings) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> read(text, settings)).getMessage());
  }

  @Test
  void errorsNameColumnsOfTheHeader() {
    CsvSettings settings = CsvSettings.plain().withHeader();
    assertRefused("t.csv, row 1, column 1 (a): 'x' is not a number", "a,b\nx,0\n", settings);
    assertRefused("t.csv, row 1: 3 fields, but the header has 2", "a,b\n1,2,0\n", settings);
    assertRefused(
        "t.csv: no column 'c'; there are 2: [a, b]", "a,b\n1,2\n", settings.withTarget("c"));
    assertRefused("t.csv: no column '3'; there are 2", "1,2\n", CsvSettings.plain().without("3"));
    assertRefused("t.csv: no column is left for values", "a,b\n1,2\n", settings.without("a"));
    assertRefused(
        "t.csv, row 1, column 2 (b): 'y' is none of the classes [x]",
        "a,b\n1,y\n",
        settings.withTextLabels("x"));
    assertRefused("t.csv: no rows", "a,b\n", settings);
  }

  @Property(tries = 50)
  void aFileThatIsReadRowByRowGivesWhatIsReadAtOnce(
      @ForAll @IntRange(min = 1, max = 500) int rows, @ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("csv");
    Path file = folder.resolve("d.csv");
    Path x = folder.resolve("x.npy");
    Path y = folder.resolve("y.npy");
    try {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int r = 0; r < rows; r++) {
        text.append(random.nextFloat()).append(',').append(random.nextFloat()).append(",1\n");
      }
      Files.writeString(file, text);
      try (RowReader reader = CsvReader.open(file, CsvSettings.plain())) {
        MappedDataset mapped = MappedDataset.write(reader, x, y);
        assertEquals(CsvReader.read(file).fingerprint(), mapped.fingerprint());
      }
    } finally {
      for (Path each : List.of(file, x, y, MappedSchema.of(x), folder)) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Test
  void brokenQuotesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> read("1,0\n\"1,0\n"));
  }

  private static void assertRefused(String message, String text) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage());
  }

  private static Dataset read(String text) throws IOException {
    return CsvReader.read(
        "t.csv", "", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
