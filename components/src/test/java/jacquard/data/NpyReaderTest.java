package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.npy.Npy;
import jacquard.npy.NpyArray;
import jacquard.npy.Npz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is said of arrays that are no data set, and what lets them be one. */
final class NpyReaderTest {
  @TempDir private Path directory = Path.of("");

  private Path x() {
    return directory.resolve("x.npy");
  }

  private Path y() {
    return directory.resolve("y.npy");
  }

  private void assertRefused(String says, NpyArray values, NpyArray labels) throws IOException {
    assertRefused(says, values, labels, NpySettings.plain());
  }

  private void assertRefused(String says, NpyArray values, NpyArray labels, NpySettings settings)
      throws IOException {
    Npy.write(x(), values);
    Npy.write(y(), labels);
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> NpyReader.read(x(), y(), settings))
                .getMessage());
    assertTrue(message.contains(says), message);
  }

  @Test
  void errorsSayWhereAndWhatToDo() throws IOException {
    NpyArray two = NpyArray.matrix(2, 1, new float[] {1, 2});
    NpyArray labels = NpyArray.vector(new int[] {0, 1});
    assertRefused("x.reshape(-1, 1)", NpyArray.vector(new float[2]), labels);
    assertRefused("y.ravel()", two, NpyArray.matrix(1, 2, new int[2]));
    assertRefused("y.argmax(axis=1)", two, NpyArray.matrix(2, 3, new int[6]));
    assertRefused(
        "y.npy, row 2: 0.5 is not an integer label; are these real-valued targets"
            + " (withRealTarget)?",
        two,
        NpyArray.vector(new double[] {1, 0.5}));
    assertRefused(
        "y.npy, row 1: NaN is not an integer label",
        two,
        NpyArray.vector(new float[] {Float.NaN, 1}));
    assertRefused(
        "x.npy, row 2, column 1: 1.0E39 is beyond the numbers a float can be",
        NpyArray.matrix(2, 1, new double[] {1, 1e39}),
        labels);
    assertRefused(
        "x.npy, row 1, column 1: NaN is not finite",
        NpyArray.matrix(2, 1, new double[] {Double.NaN, 1}),
        labels);
    assertRefused(
        "y.npy, row 2: label -1 is not the number of a class",
        two,
        NpyArray.vector(new int[] {0, -1}),
        NpySettings.plain().withClassNumbers());
    assertRefused(
        "y.npy, row 1: the target NaN is not finite",
        two,
        NpyArray.vector(new float[] {Float.NaN, 1}),
        NpySettings.plain().withRealTarget().withNonFinite());
  }

  @Test
  void nonFiniteValuesComeInIfAsked() throws IOException {
    float[] values = {Float.NaN, 1f / 0};
    Npy.write(x(), NpyArray.matrix(2, 1, new double[] {Double.NaN, 1 / 0.0}));
    Npy.write(y(), NpyArray.vector(new int[2]));
    NpySettings settings = NpySettings.plain().withNonFinite();
    Dataset data = NpyReader.read(x(), y(), settings);
    assertArrayEquals(values, data.all().values());
    assertEquals(data.fingerprint(), Sources.attach(data.source()).fingerprint());
    Npy.write(x(), NpyArray.matrix(2, 1, values));
    MappedDataset mapped = MappedDataset.open(x(), y(), settings);
    assertEquals(data.fingerprint(), mapped.fingerprint());
    assertEquals(data.fingerprint(), Sources.attachMapped(mapped.source()).fingerprint());
  }

  @Test
  void unsignedIntegersBeyondALongAreRefused() throws IOException {
    Npy.write(x(), NpyArray.matrix(1, 1, new float[1]));
    Npy.write(y(), NpyArray.vector(new long[] {-1}));
    byte[] bytes = Files.readAllBytes(y());
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("<i8") + 1] = 'u';
    Files.write(y(), bytes);
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> NpyReader.read(x(), y()))
                .getMessage());
    assertTrue(message.contains("18446744073709551615 is 2^63 or more"), message);
    message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> MappedDataset.open(x(), y()))
                .getMessage());
    assertTrue(
        message.contains("y.npy, row 1: 1.8446744073709552E19 is not an integer label"), message);
  }

  @Test
  void targetsThatAreNotFiniteAreOfTheirFile() throws IOException {
    Npy.write(x(), NpyArray.matrix(2, 1, new float[2]));
    Npy.write(y(), NpyArray.vector(new double[] {1, 1e300}));
    NpySettings real = NpySettings.plain().withRealTarget();
    for (Executable read :
        List.<Executable>of(
            () -> NpyReader.read(x(), y(), real), () -> MappedDataset.open(x(), y(), real))) {
      String message =
          String.valueOf(assertThrows(IllegalArgumentException.class, read).getMessage());
      assertTrue(message.startsWith(y() + ", row 2"), message);
    }
  }

  @Test
  void whatElseAnArchiveHasIsNotLookedAt() throws IOException {
    Path file = directory.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : List.of("x", "x.npy", "y.npy", "README.txt", "folder/")) {
        zip.putNextEntry(new ZipEntry(name));
        if (name.endsWith(".npy")) {
          Npy.write(x(), NpyArray.vector(new int[] {7, 8}));
          zip.write(Files.readAllBytes(x()));
        }
        zip.closeEntry();
      }
    }
    Map<String, NpyArray> arrays = Npz.read(file);
    assertEquals(Set.of("x", "y"), arrays.keySet());
    assertEquals(arrays, Npz.read(file, List.of("x", "y")));
  }

  @Test
  void archivesSayWhichArraysThereAre() throws IOException {
    Path file = directory.resolve("a.npz");
    Npz.write(file, Map.of("x", NpyArray.matrix(1, 1, new float[1])));
    assertEquals(
        file + ": no array y; there are [x]",
        assertThrows(IllegalArgumentException.class, () -> NpyReader.read(file, "x", "y"))
            .getMessage());
    assertEquals(
        "there is no file " + x(),
        assertThrows(IllegalArgumentException.class, () -> NpyReader.read(x(), "x", "y"))
            .getMessage());
  }
}
