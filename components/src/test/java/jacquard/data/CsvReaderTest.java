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
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvReaderTest {
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
    assertEquals(new Sample(new float[] {5}, 7), CsvReader.read(file).sample(0));
  }

  @Test
  void errorsNameFileRowAndColumn() {
    assertRefused("t.csv, row 2, column 1: 'x' is not a number", "1,0\nx,0\n");
    assertRefused("t.csv, row 1, column 2: 'NaN' is not finite", "1,NaN,0\n");
    assertRefused("t.csv, row 1, column 1: '1e99' is not finite", "1e99,0\n");
    assertRefused("t.csv, row 1, column 1: '' is not a number", ",0\n");
    assertRefused("t.csv, row 1, column 2: '-1' is not a label", "1,-1\n");
    assertRefused("t.csv, row 1, column 2: '1.5' is not a label", "1,1.5\n");
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
