package jacquard.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.ParameterArrays;
import jacquard.learn.Softmax;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agreement with NumPy. Its files lie among the resources, beside {@code written_by_numpy.py}
 * that wrote them; where there is a python3 with numpy, it also reads ours.
 */
final class NumPyTest {
  @TempDir private Path directory = Path.of("");

  private static final NpyArray FLOATS =
      NpyArray.matrix(2, 3, new float[] {1, -2.5f, 3, Float.MIN_VALUE, 5, 1e30f});

  private static Map<String, NpyArray> arrays() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("f4", FLOATS);
    arrays.put("f8", NpyArray.vector(new double[] {0.1, Double.NEGATIVE_INFINITY}));
    arrays.put("i4", NpyArray.vector(new int[] {Integer.MIN_VALUE, 7}));
    arrays.put("i8", NpyArray.of(new long[] {Long.MAX_VALUE}));
    arrays.put("u1", NpyArray.matrix(1, 2, new byte[] {-1, 0}));
    arrays.put("a.empty", NpyArray.matrix(0, 4, new float[0]));
    return arrays;
  }

  private static Path theirs(String name) throws URISyntaxException {
    URL found = NumPyTest.class.getResource(name);
    assertTrue(found != null, name);
    return Path.of(found.toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"theirs.npz", "packed.npz"})
  void archivesOfNumPyAreRead(String name) throws IOException, URISyntaxException {
    assertEquals(arrays(), Npz.read(theirs(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"c-order.npy", "fortran.npy", "big-endian.npy", "version-2.npy", "version-3.npy"})
  void everyFormOfAFileOfNumPyIsRead(String name) throws IOException, URISyntaxException {
    assertEquals(FLOATS, Npy.read(theirs(name)));
  }

  @Test
  void ordersOfBytesAndDimensionsMayBothBeTheOthers() throws IOException, URISyntaxException {
    assertEquals(
        NpyArray.matrix(3, 2, new int[] {Integer.MIN_VALUE, 7, 1, 2, 3, Integer.MAX_VALUE}),
        Npy.read(theirs("big-endian-fortran.npy")));
  }

  @ParameterizedTest
  @CsvSource({
    "complex.npy, elements of type '<c8'",
    "texts.npy, elements of type '<U2'",
    "fields.npy, an array of records"
  })
  void otherTypesOfNumPyAreRefusedByName(String name, String says) throws URISyntaxException {
    Path file = theirs(name);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message != null && message.contains(name + ": " + says), message);
  }

  @Test
  void ourFilesAreNumPysByteForByte() throws IOException, URISyntaxException {
    Path ours = directory.resolve("ours.npy");
    Npy.write(ours, FLOATS);
    assertEquals(-1, Files.mismatch(theirs("c-order.npy"), ours));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path ours = directory.resolve("ours.npz");
    Npz.write(ours, arrays());
    assertEquals(arrays(), Npz.read(ours));
    String printed =
        Python.run(
            directory,
            """
            import numpy as np
            a = np.load('ours.npz')
            for n in a.files: print(n, a[n].dtype, a[n].shape, a[n].ravel().tolist())
            """);
    if (Python.isHere()) {
      assertEquals(
          """
          f4 float32 (2, 3) [1.0, -2.5, 3.0, 1.401298464324817e-45, 5.0, 1.0000000150474662e+30]
          f8 float64 (2,) [0.1, -inf]
          i4 int32 (2,) [-2147483648, 7]
          i8 int64 () [9223372036854775807]
          u1 uint8 (1, 2) [255, 0]
          a.empty float32 (0, 4) []\
          """,
          printed);
    }
  }

  /** The recipe of {@code components/README.md}, and in Java what it computes of the same file. */
  @Test
  void theRecipeForPythonTellsTheAccuracyOfATrainedSoftmax() throws IOException {
    Softmax softmax = new Softmax(Backend.current(), 64, 10, new Rates(0.001f, 0.9f, 0f));
    Batch digits = Digits.load().all().rows(0, 500);
    for (int i = 0; i < 20; i++) {
      softmax.update(digits);
    }
    Npz.write(directory.resolve("ck.npz"), ParameterArrays.of(Map.of("softmax", softmax)));
    Map<String, NpyArray> read = Npz.read(directory.resolve("ck.npz"));
    NpyArray none = NpyArray.matrix(0, 0, new float[0]);
    assertEquals(List.of(64, 10), read.getOrDefault("softmax.weights", none).shape());
    assertEquals(List.of(1, 10), read.getOrDefault("softmax.bias", none).shape());

    Npy.write(directory.resolve("digits.npy"), NpyArray.matrix(500, 64, digits.values()));
    Npy.write(directory.resolve("labels.npy"), NpyArray.vector(digits.labels()));
    String printed =
        Python.run(
            directory,
            "import numpy as np\nx, y = np.load('digits.npy'), np.load('labels.npy')\n" + recipe());
    double accuracy = softmax.score(digits).accuracy();
    assertTrue(accuracy > 0.5, () -> "it learned nothing: " + accuracy);
    if (Python.isHere()) {
      String said = printed.substring(printed.lastIndexOf(' ') + 1);
      assertEquals(accuracy, Double.parseDouble(said), 0.0021, printed); // at most one is a tie
      assertTrue(printed.contains("'softmax.weights': (64, 10)"), printed);
      assertEquals(NpyArray.vector(digits.labels()), Npy.read(directory.resolve("y.npy")));
    }
  }

  private static String recipe() throws IOException {
    Matcher block =
        Pattern.compile("(?s)```python\\n(.*?)```").matcher(Files.readString(Path.of("README.md")));
    assertTrue(block.find());
    return block.group(1);
  }
}
