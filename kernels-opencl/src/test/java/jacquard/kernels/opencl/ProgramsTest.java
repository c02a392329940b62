package jacquard.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs are compiled once, kept in files, and made again when a file is damaged. */
final class ProgramsTest {
  private final Path cache;

  ProgramsTest(@TempDir Path cache) {
    this.cache = cache;
  }

  @Test
  void theSecondContextReadsWhatTheFirstCompiled() {
    assertEquals(1, compiledByAContext());
    assertEquals(0, compiledByAContext());
  }

  @Test
  void damagedFilesAreMadeAgain() throws IOException {
    compiledByAContext();
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    byte[] flipped = good.clone();
    flipped[good.length / 2] ^= 1;
    for (byte[] damaged :
        new byte[][] {flipped, Arrays.copyOf(good, good.length / 2), new byte[0], new byte[32]}) {
      Files.write(file, damaged);
      assertEquals(1, compiledByAContext());
      assertEquals(0, compiledByAContext());
    }
  }

  @Test
  void aBinaryThatTheDriverRefusesIsMadeAgain() throws IOException {
    compiledByAContext();
    String name = onlyFile().getFileName().toString();
    // A file in order, but no program.
    new ProgramCache(cache).put(name.substring(0, name.length() - 4), new byte[] {1, 2, 3});
    assertEquals(1, compiledByAContext());
    assertEquals(0, compiledByAContext());
  }

  @Test
  void keysTellTheirPartsApart() {
    assertNotEquals(ProgramCache.key("ab", "c"), ProgramCache.key("a", "bc"));
    assertEquals(ProgramCache.key("ab", "c"), ProgramCache.key("ab", "c"));
  }

  @Test
  void aFailedBuildShowsTheCompilersLog() {
    try (Launcher launcher = new Launcher(SharedDevice.context(Family.CPU).share())) {
      DeviceException e =
          assertThrows(
              DeviceException.class,
              () -> launcher.kernel("broken.cl", "broken", "-DANSWER=42").name());
      assertTrue(e.getMessage().startsWith("broken.cl does not compile on "), e.getMessage());
      assertTrue(e.getMessage().contains("-DANSWER=42"), e.getMessage());
      assertTrue(e.getMessage().contains("nowhere"), e.getMessage());
    }
  }

  @Test
  void theDirectoryIsForItsUserOnly() throws IOException {
    Path directory = cache.resolve("a").resolve("b");
    System.setProperty(PrivateDirectory.PROPERTY, directory.toString());
    try {
      assertEquals(directory, PrivateDirectory.get());
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertEquals(directory, PrivateDirectory.get());
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    } finally {
      System.clearProperty(PrivateDirectory.PROPERTY);
    }
  }

  private int compiledByAContext() {
    DeviceContext context = new DeviceContext(Devices.best(), Family.CPU, false, cache);
    try (Kernels kernels = new OpenClKernels(context)) {
      Matrix x = kernels.matrix(1, 3);
      Matrix y = kernels.matrix(1, 3);
      kernels.write(x, new float[] {1, 2, 3});
      kernels.subtractRow(x, x, y);
      assertArrayEquals(new float[3], kernels.read(y));
      return context.compiled();
    }
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(cache)) {
      return files.toList().getFirst();
    }
  }
}
