package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.npy.Npy;
import jacquard.npy.NpyArray;
import jacquard.npy.NpyWriter;
import jacquard.npy.Npz;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Files that are written take their places when they are whole; else those before stay. */
final class WholeFilesTest {
  @TempDir private Path directory = Path.of("");

  private Path x() {
    return directory.resolve("x.npy");
  }

  private Path y() {
    return directory.resolve("y.npy");
  }

  /** All files of the directory and their bytes. */
  private Map<String, List<Byte>> content() throws IOException {
    Map<String, List<Byte>> content = new HashMap<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        content.put(file.getFileName().toString(), bytes(file));
      }
    }
    return content;
  }

  private void assertNothingChanges(Class<? extends Exception> failure, Executable action)
      throws IOException {
    Map<String, List<Byte>> before = content();
    assertThrows(failure, action);
    assertEquals(before, content());
  }

  /** Rows 1, 2, .. with labels of texts, which fail at one. */
  private static final class Failing implements RowReader {
    private final int rows;
    private final int failsAt;
    private final float value;
    private int row;

    Failing(int rows, int failsAt, float value) {
      this.rows = rows;
      this.failsAt = failsAt;
      this.value = value;
    }

    @Override
    public int columns() {
      return 2;
    }

    @Override
    public boolean next() throws IOException {
      row++;
      if (row == failsAt && Float.isFinite(value)) {
        throw new IOException("the disk is gone");
      }
      return row <= rows;
    }

    @Override
    public float[] values() {
      return new float[] {row, row == failsAt ? value : 0};
    }

    @Override
    public int label() {
      return row % 2;
    }

    @Override
    public List<String> columnNames() {
      return List.of("a", "b");
    }

    @Override
    public List<String> classNames() {
      return List.of("even\nnumber", "odd");
    }

    @Override
    public void close() {}
  }

  private MappedDataset write(int rows, int failsAt, float value) throws IOException {
    return MappedDataset.write(new Failing(rows, failsAt, value), x(), y());
  }

  @Test
  void aConversionThatFailsChangesNothing() throws IOException {
    assertNothingChanges(IOException.class, () -> write(5, 3, 0));
    MappedDataset good = write(5, 0, 0);
    for (int row : new int[] {1, 2, 5, 6}) {
      assertNothingChanges(IOException.class, () -> write(5, row, 0));
    }
    assertNothingChanges(IllegalArgumentException.class, () -> write(5, 2, Float.NaN));
    assertNothingChanges(IllegalArgumentException.class, () -> write(0, 0, 0));
    assertNothingChanges(
        IOException.class,
        () -> MappedDataset.write(new Failing(2, 0, 0), x(), directory.resolve("none/y.npy")));
    MappedDataset opened = MappedDataset.open(x(), y());
    assertEquals(good.fingerprint(), opened.fingerprint());
    assertEquals(List.of("a", "b"), opened.columnNames());
    assertEquals(List.of("even\nnumber", "odd"), opened.rows(1, 2).classNames());
    String message =
        assertThrows(IllegalArgumentException.class, () -> write(5, 2, Float.NaN)).getMessage();
    assertEquals(
        String.format(
            Locale.ROOT,
            "row 2, column 2: NaN is not finite, so nothing is written to %s; fill it or leave out"
                + " the row",
            x()),
        message);
  }

  /** Any mixture of the files of two data sets, as a crash between their replacements leaves it. */
  @Test
  void valuesAndLabelsOfDifferentDataAreRefused() throws IOException {
    List<Path> files = List.of(x(), y(), MappedSchema.of(x()));
    List<List<byte[]>> both = new ArrayList<>();
    for (float value : new float[] {Float.MIN_VALUE, 2}) {
      MappedDataset.write(new Changing(value), x(), y());
      List<byte[]> bytes = new ArrayList<>();
      for (Path file : files) {
        bytes.add(Files.readAllBytes(file));
      }
      both.add(bytes);
    }
    for (int mixture = 1; mixture < 7; mixture++) {
      for (int f = 0; f < files.size(); f++) {
        Files.write(files.get(f), both.get(mixture >> f & 1).get(f));
      }
      String message =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> MappedDataset.open(x(), y()))
                  .getMessage());
      assertTrue(message.contains("do not belong together"), message);
    }
    Files.writeString(files.get(2), "jacquard rows 1\nwhat is this\n");
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> MappedDataset.open(x(), y()))
                .getMessage());
    assertTrue(message.startsWith(files.get(2) + " is damaged"), message);
  }

  @Test
  void labelsOfOtherDataAreRefusedByName() throws IOException {
    write(4, 0, 0);
    Path other = Files.copy(y(), directory.resolve("y2.npy"));
    assertEquals(
        String.format(
                Locale.ROOT,
                "%s was written with the labels y.npy, not %s; give those, or delete %s.schema if"
                    + " they are",
                x(),
                other,
                x())
            + " from elsewhere",
        assertThrows(IllegalArgumentException.class, () -> MappedDataset.open(x(), other))
            .getMessage());
    Files.write(MappedSchema.of(x()), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> MappedDataset.open(x(), y()))
                .getMessage());
    assertTrue(message.startsWith(MappedSchema.of(x()) + " is damaged"), message);
    Files.delete(MappedSchema.of(x()));
    assertEquals(4, MappedDataset.open(x(), other).rows());
  }

  @Test
  void placesThatCannotBeTakenAreRefusedBeforeAnythingIsWritten() throws IOException {
    write(4, 0, 0);
    Path folder = Files.createDirectory(directory.resolve("d.npy"));
    Path nowhere = directory.resolve("no").resolve("y.npy");
    Map<String, List<Byte>> before = new HashMap<>();
    for (Path file : List.of(x(), y(), MappedSchema.of(x()))) {
      before.put(file.toString(), bytes(file));
    }
    assertThrows(
        FileSystemException.class, () -> MappedDataset.write(new Changing(1), x(), folder));
    NoSuchFileException none =
        assertThrows(
            NoSuchFileException.class, () -> MappedDataset.write(new Changing(1), x(), nowhere));
    assertEquals(
        String.format(Locale.ROOT, "%s: there is no directory %s", nowhere, nowhere.getParent()),
        none.getMessage());
    for (Path taken : List.of(x(), MappedSchema.of(x()), folder.resolve("../x.npy"))) {
      assertThrows(
          IllegalArgumentException.class, () -> MappedDataset.write(new Changing(1), x(), taken));
    }
    for (Path file : List.of(x(), y(), MappedSchema.of(x()))) {
      assertEquals(before.get(file.toString()), bytes(file));
    }
    try (var files = Files.list(directory)) {
      assertEquals(4, files.count(), "no temporary file is left");
    }
  }

  @Test
  void aDirectoryIsNoFileOfNumbers() throws IOException {
    write(4, 0, 0);
    String wanted = directory + " is a directory, not a file";
    for (Executable read :
        List.<Executable>of(
            () -> Npy.read(directory),
            () -> Npz.read(directory),
            () -> MappedDataset.open(directory, y()),
            () -> NpyReader.read(x(), directory),
            () -> CsvReader.read(directory),
            () -> LibsvmReader.read(directory))) {
      assertEquals(wanted, assertThrows(IllegalArgumentException.class, read).getMessage());
    }
  }

  private static List<Byte> bytes(Path file) throws IOException {
    List<Byte> bytes = new ArrayList<>();
    for (byte each : Files.readAllBytes(file)) {
      bytes.add(each);
    }
    return bytes;
  }

  /** Two rows whose values and labels depend on a value. */
  private static final class Changing implements RowReader {
    private final float value;
    private int row;

    Changing(float value) {
      this.value = value;
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public boolean next() {
      return row++ < 2;
    }

    @Override
    public float[] values() {
      return new float[] {value};
    }

    @Override
    public int label() {
      return value > 1 ? row - 1 : 0;
    }

    @Override
    public void close() {}
  }

  @Test
  void whatIsWrittenIsOpenWithoutReadingItAgain() throws IOException {
    MappedDataset first = write(4, 0, 0);
    MappedDataset second = write(6, 0, 0);
    assertEquals(4, first.rows(0, 4).rows(), "a mapping of what was replaced stays");
    assertArrayEquals(new float[] {1, 0, 2, 0}, first.rows(0, 2).values());
    assertEquals(second.fingerprint(), Sources.attachMapped(second.source()).fingerprint());
  }

  @Test
  void realTargetsAreWritten() throws IOException {
    Path csv = Files.writeString(directory.resolve("d.csv"), "p,a\n0.25,1\n-3,2\n");
    CsvSettings settings = CsvSettings.plain().withHeader().withRealTarget("p");
    try (RowReader rows = CsvReader.open(csv, settings)) {
      MappedDataset data = MappedDataset.write(rows, x(), y());
      assertEquals(CsvReader.read(csv, settings).fingerprint(), data.fingerprint());
    }
    MappedDataset opened = MappedDataset.open(x(), y());
    assertArrayEquals(new float[] {0.25f, -3}, opened.rows(0, 2).targets());
    assertArrayEquals(new float[] {-3, 0.25f}, opened.gathered(new int[] {1, 0}).targets());
    assertThrows(IllegalStateException.class, opened::classes);
    assertThrows(IllegalStateException.class, () -> opened.readLabels(0, 1, new int[1], 0));
  }

  @Test
  void namesOfIntegersAreKeptWhereTheyWereWritten() throws IOException {
    Path csv = Files.writeString(directory.resolve("d.csv"), "1,30\n2,-7\n3,30\n4,12\n");
    try (RowReader rows = CsvReader.open(csv, CsvSettings.plain())) {
      MappedDataset.write(rows, x(), y());
    }
    MappedDataset opened = MappedDataset.open(x(), y());
    assertArrayEquals(new int[] {2, 0, 2, 1}, opened.rows(0, 4).labels());
    assertEquals(List.of("-7", "12", "30"), opened.classNames());
    assertArrayEquals(new int[] {2, 0, 2, 1}, Npy.read(y()).ints());
  }

  @Test
  void aTestSetThatIsMappedIsComparedWithItsTrainingSet() throws IOException {
    CsvSettings settings = CsvSettings.plain().withHeader().withTextLabels();
    Path train = Files.writeString(directory.resolve("train.csv"), "a,b,y\n1,2,cat\n3,4,dog\n");
    Path test = Files.writeString(directory.resolve("test.csv"), "b,a,y\n5,6,dog\n");
    Dataset known = CsvReader.read(train, settings);
    try (RowReader rows = CsvReader.openLike(test, settings, known.all())) {
      MappedDataset.write(rows, x(), y());
    }
    MappedDataset like = MappedDataset.openLike(x(), y(), known.all());
    assertArrayEquals(new float[] {6, 5}, like.rows(0, 1).values());
    assertEquals(1, like.rows(0, 1).label(0));
    try (RowReader rows = CsvReader.open(test, settings)) {
      MappedDataset.write(rows, x(), y());
    }
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> MappedDataset.openLike(x(), y(), known.all()))
            .getMessage();
    assertEquals(
        x()
            + " has the columns [b, a], the other data have [a, b]; write it with openLike of its"
            + " reader",
        message);
  }

  @Test
  void arraysAndArchivesTakeTheirPlacesWhole() throws IOException {
    Path npz = directory.resolve("a.npz");
    Path npy = directory.resolve("a.npy");
    NpyArray array = NpyArray.vector(new int[] {1, 2});
    Npz.write(npz, Map.of("a", array));
    Npy.write(npy, array);
    Map<String, NpyArray> half = new LinkedHashMap<>();
    half.put("a", NpyArray.vector(new float[100_000]));
    half.put("x".repeat(70_000), array); // a name no archive can have
    assertNothingChanges(IllegalArgumentException.class, () -> Npz.write(npz, half));
    assertNothingChanges(
        IllegalStateException.class,
        () -> {
          try (NpyWriter writer = NpyWriter.ints(npy)) {
            writer.writeInts(new int[100_000]);
            throw new IllegalStateException("somebody else's fault");
          }
        });
    assertEquals(array, Npy.read(npy));
    assertEquals(array, Npz.read(npz).get("a"));
    Path link = Files.createSymbolicLink(directory.resolve("link.npy"), npy);
    Npy.write(link, NpyArray.vector(new int[] {3}));
    assertTrue(Files.isSymbolicLink(link), "a link stays one");
    assertEquals(NpyArray.vector(new int[] {3}), Npy.read(npy));
    assertTrue(Arrays.equals(new int[] {3}, Npy.read(link).ints()));
  }
}
