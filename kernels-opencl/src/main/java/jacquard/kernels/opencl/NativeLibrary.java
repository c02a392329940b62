package jacquard.kernels.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jocl.CL;
import org.jocl.LibUtils;
import org.jspecify.annotations.Nullable;

/**
 * The native half of JOCL, loaded once from a private directory.
 *
 * <p>Left alone, JOCL unpacks it to a fixed name in the temporary directory all users share, and
 * loads whatever already lies there. So it is unpacked here first, checked byte by byte, and JOCL
 * is pointed at it: it looks in {@code java.io.tmpdir}, read at that moment.
 */
final class NativeLibrary {
  private static final String NAME = "JOCL_2_0_6";
  private static final String ABSENT = "no OpenCL library found";
  private static final Object LOCK = new Object();

  private static boolean tried;
  private static @Nullable String problem;

  private NativeLibrary() {}

  /** Loads the library and the system's OpenCL loader; the reason in a line if there is none. */
  static @Nullable String load() {
    synchronized (LOCK) {
      if (!tried) {
        tried = true;
        problem = attempt();
      }
      return problem;
    }
  }

  private static @Nullable String attempt() {
    if (!loaderExists()) {
      return ABSENT;
    }
    String file = LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(NAME));
    try (InputStream in = CL.class.getResourceAsStream("/lib/" + file)) {
      if (in == null) {
        return "JOCL has no native library for this platform (" + file + ")";
      }
      initialize(unpacked(in.readAllBytes(), file));
      return null;
    } catch (UnsatisfiedLinkError e) {
      return ABSENT;
    } catch (IOException | UncheckedIOException e) {
      return "cannot unpack " + file + ": " + e.getMessage();
    }
  }

  /** Asked first, since JOCL's native half complains on the standard error stream. */
  @SuppressWarnings("restricted")
  private static boolean loaderExists() {
    if (!System.getProperty("os.name").startsWith("Linux")) {
      return true;
    }
    for (String name : new String[] {"libOpenCL.so.1", "libOpenCL.so"}) {
      try {
        SymbolLookup.libraryLookup(name, Arena.global());
        return true;
      } catch (IllegalArgumentException e) {
        // No such library; perhaps the next one.
      }
    }
    return false;
  }

  private static Path unpacked(byte[] content, String name) throws IOException {
    Path directory = Files.createDirectories(PrivateDirectory.get().resolve("native"));
    Path file = directory.resolve(name);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      PrivateDirectory.write(file, content);
    }
    return directory;
  }

  private static void initialize(Path directory) {
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", directory.toAbsolutePath().toString());
    try {
      CL.setExceptionsEnabled(true);
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }
}
