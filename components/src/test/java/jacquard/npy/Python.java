package jacquard.npy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A python3 that has numpy, if there is one: it may check more, but is never the only proof. */
final class Python {
  private static final boolean HERE = runs(Path.of("."), "-c", "import numpy").exit == 0;

  private record Ended(int exit, String printed) {}

  private Python() {}

  static boolean isHere() {
    return HERE;
  }

  /**
   * What a script prints, its lines without the last one's end; empty without numpy.
   *
   * @throws AssertionError with all it printed if it fails
   */
  static String run(Path directory, String script) throws IOException {
    if (!HERE) {
      return "";
    }
    Path file = Files.writeString(directory.resolve("script.py"), script);
    Ended ended = runs(directory, file.toString());
    if (ended.exit != 0) {
      throw new AssertionError(ended.printed);
    }
    return ended.printed;
  }

  private static Ended runs(Path directory, String... args) {
    try {
      ProcessBuilder python = new ProcessBuilder(args).redirectErrorStream(true);
      python.command().addFirst("python3");
      Process process = python.directory(directory.toFile()).start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return new Ended(-1, printed);
      }
      return new Ended(process.exitValue(), printed);
    } catch (IOException noPython) {
      return new Ended(-1, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ended(-1, "");
    }
  }
}
