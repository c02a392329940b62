package jacquard.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agreement with NumPy itself where there is one; {@code NpyTest} holds the format without it.
 */
final class NumPyTest {
  @TempDir private Path directory = Path.of("");

  private static final NpyArray FLOATS =
      NpyArray.matrix(2, 3, new float[] {1, -2.5f, 3, Float.MIN_VALUE, 5, 1e30f});

  /** What a script prints; empty if there is no python3 with numpy. */
  private String python(String script) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("script.py"), script);
    Process process;
    try {
      process =
          new ProcessBuilder("python3", file.toString())
              .redirectErrorStream(true)
              .directory(directory.toFile())
              .start();
    } catch (IOException noPython) {
      return "";
    }
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return printed.contains("No module named") ? "" : printed;
  }

  @Test
  void numPyReadsWhatIsWrittenAndTheOtherWayRound() throws IOException, InterruptedException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("f4", FLOATS);
    arrays.put("f8", NpyArray.vector(new double[] {0.1, Double.NEGATIVE_INFINITY}));
    arrays.put("i4", NpyArray.vector(new int[] {Integer.MIN_VALUE, 7}));
    arrays.put("i8", NpyArray.of(new long[] {Long.MAX_VALUE}));
    arrays.put("u1", NpyArray.matrix(1, 2, new byte[] {-1, 0}));
    arrays.put("a.empty", NpyArray.matrix(0, 4, new float[0]));
    Npz.write(directory.resolve("ours.npz"), arrays);
    Npy.write(directory.resolve("ours.npy"), FLOATS);
    String printed =
        python(
            """
            import numpy as np
            a = np.load('ours.npz')
            for n in a.files: print(n, a[n].dtype, a[n].shape, a[n].ravel().tolist())
            assert np.array_equal(np.load('ours.npy'), a['f4'])
            np.savez('theirs.npz', **a)
            np.savez_compressed('packed.npz', **a)
            np.save('fortran.npy', np.asfortranarray(a['f4']))
            np.save('big.npy', a['f4'].astype('>f4'))
            """);
    if (printed.isEmpty()) {
      System.out.println("not compared with numpy: there is no python3 with numpy here");
      return;
    }
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
    assertEquals(arrays, Npz.read(directory.resolve("theirs.npz")));
    assertEquals(arrays, Npz.read(directory.resolve("packed.npz")));
    assertEquals(FLOATS, Npy.read(directory.resolve("fortran.npy")));
    assertEquals(FLOATS, Npy.read(directory.resolve("big.npy")));
  }
}
