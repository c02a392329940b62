package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibsvmReaderTest {
  @TempDir private Path directory = Path.of("");

  private Dataset read(String text) throws IOException {
    return LibsvmReader.read(Files.writeString(directory.resolve("t.svm"), text));
  }

  @Test
  void whatALineDoesNotNameIsZero() throws IOException {
    Dataset data = read("+1 2:0.5 4:-3\n\n# a remark\n-1 qid:7 1:1e2 # another\r\n+1\n");
    assertEquals("t.svm (3 x 4)", data.toString());
    assertArrayEquals(new float[] {0, .5f, 0, -3, 100, 0, 0, 0, 0, 0, 0, 0}, data.all().values());
    assertArrayEquals(new int[] {1, 0, 1}, data.all().labels());
    assertEquals(List.of("-1", "1"), data.classNames());
  }

  @Test
  void aTestSetIsReadLikeItsTrainingSet() throws IOException {
    Dataset train = read("1 1:1\n2 3:1\n5 2:1\n");
    Path file = Files.writeString(directory.resolve("test.svm"), "5 1:2\n");
    Dataset test = LibsvmReader.readLike(file, train);
    assertEquals(new Sample(new float[] {2, 0, 0}, 2), test.sample(0));
    assertEquals(test.fingerprint(), Sources.attach(test.source()).fingerprint());
    Files.writeString(file, "5 1:2\n4 1:1\n");
    assertRefused("test.svm, row 2, column 1: '4' is none of the classes [1, 2, 5]", train, file);
    Files.writeString(file, "5 1:2 4:1\n");
    assertRefused("test.svm, row 1, column 3: '4:1' is beyond the 3 columns", train, file);
  }

  private static void assertRefused(String message, Dataset train, Path file) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> LibsvmReader.readLike(file, train))
            .getMessage());
  }

  private void assertRefused(String message, String text) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage());
  }

  @Test
  void errorsNameFileRowAndColumn() {
    assertRefused("t.svm, row 2, column 1: 'x' is not an integer label", "1 1:1\nx 1:1\n");
    assertRefused(
        "t.svm, row 1, column 1: '0.5' is not an integer label; are these real-valued targets"
            + " (withRealTarget)?",
        "0.5 1:1\n");
    assertRefused("t.svm, row 1, column 2: '7' is not index:value", "1 7\n");
    assertRefused("t.svm, row 1, column 2: '-1:1' has no index from 1 on", "1 -1:1\n");
    assertRefused("t.svm, row 1, column 2: '+1:1' has no index from 1 on", "1 +1:1\n");
    assertRefused("t.svm, row 1, column 2: '\u0663:1' has no index from 1 on", "1 \u0663:1\n");
    assertRefused(
        "t.svm, row 1, column 2: '0:1' has no index from 1 on; scikit-learn writes so with"
            + " zero_based=False",
        "1 0:1\n");
    assertRefused(
        "t.svm, row 1, column 2: '18446744073709551617:1' has an index of 2^31 - 1 or more",
        "1 18446744073709551617:1\n");
    assertRefused("t.svm, row 1, column 2: 'a:1' has no index from 1 on", "1 a:1\n");
    assertRefused("t.svm, row 1, column 3: '2:1' does not come after index 2", "1 2:1 2:1\n");
    assertRefused("t.svm, row 1, column 2: '1:z' has no number", "1 1:z\n");
    assertRefused("t.svm, row 1, column 2: '1:NaN' is not finite", "1 1:NaN\n");
    assertRefused(
        "t.svm, row 1, column 2: '1:1e99' is beyond the numbers a float can be (3.4e38)",
        "1 1:1e99\n");
    assertRefused("t.svm: no rows", "# nothing\n");
  }

  @Test
  void anyNumberOfQueriesMayBeNamed() throws IOException {
    Path file = directory.resolve("q.svm");
    Files.writeString(file, "1 " + "qid:7 ".repeat(200_000) + "2:0.5\n");
    assertArrayEquals(new float[] {0, 0.5f}, LibsvmReader.read(file).all().values());
  }

  @Test
  void targetsMayBeRealAndReadLikeOthers() throws IOException {
    Path file = Files.writeString(directory.resolve("t.svm"), "0.5 1:1\n-2 3:1 # \u00e9\n");
    Dataset train = LibsvmReader.read(file, LibsvmSettings.plain().withRealTarget());
    assertArrayEquals(new float[] {0.5f, -2}, train.all().targets());
    assertEquals(train.fingerprint(), Sources.attach(train.source()).fingerprint());
    Path test = Files.writeString(directory.resolve("test.svm"), "7 2:1\n");
    Dataset like = LibsvmReader.readLike(test, train);
    assertEquals(new Sample(new float[] {0, 1, 0}, 7f), like.sample(0));
    assertEquals(like.fingerprint(), Sources.attach(like.source()).fingerprint());
    Files.write(file, "1 1:1 # \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(
        String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> LibsvmReader.read(file))
                    .getMessage())
            .startsWith("t.svm, line 1, byte 8: the bytes e9 are not UTF-8"));
    LibsvmSettings latin = LibsvmSettings.plain().withEncoding(StandardCharsets.ISO_8859_1);
    assertEquals(List.of("1"), LibsvmReader.read(file, latin).classNames());
  }

  @Test
  void javasSpellingsOfNumbersAreNotNumbers() {
    assertRefused("t.svm, row 1, column 2: '1:3d' has no number", "1 1:3d\n");
    assertRefused("t.svm, row 1, column 1: '0x1p3' is not an integer label", "0x1p3 1:1\n");
    assertRefused("t.svm, row 1, column 1: '1\\u00a01:1' is not an integer label", "1\u00a01:1\n");
  }

  /** Some 9 GB of values, though the file is small; known before one is read. */
  @Test
  void rowsThatDoNotFitIntoMemoryAreRefusedBeforeTheyAreRead() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4300; i++) {
      text.append("1 1:1 2:1 3:1 ").append("# a remark ".repeat(50)).append("\n");
    }
    text.append("1 500000:1\n");
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> read(text.toString())).getMessage());
    assertTrue(message.contains("4301 rows x 500000 or more"), message);
    assertTrue(message.contains("MappedDataset.write"), message);
  }

  @Test
  void aPipeIsReadOnlyLikeOtherData() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> LibsvmReader.read(Path.of("/dev/null")))
                .getMessage());
    assertTrue(message.startsWith("/dev/null is a pipe or device"), message);
  }

  @Test
  void anIndexTakesNoMoreMemoryThanTheFileJustifies() {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> read("1 2000000000:1\n"))
                .getMessage());
    assertTrue(message.startsWith("t.svm: index 2000000000 makes 1 rows"), message);
  }
}
