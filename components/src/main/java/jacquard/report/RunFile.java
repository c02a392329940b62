package jacquard.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The files of a run directory that are replaced as a whole: whoever reads sees an old or a new
 * one.
 */
final class RunFile {
  private static final JSON PRETTY =
      JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES);

  private RunFile() {}

  /** Puts a text in the place of a file. */
  static void write(Path file, String text) throws IOException {
    Path next = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.writeString(
        next,
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Puts an object of JSON, indented for people, in the place of a file. */
  static void write(Path file, Map<String, ?> object) throws IOException {
    write(file, PRETTY.asString(object) + "\n");
  }

  /**
   * An object of JSON.
   *
   * @throws RunException if the file is not one
   */
  static Map<String, Object> read(Path file) {
    try {
      return JSON.std.mapFrom(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new RunException("cannot read " + file + ": " + firstLine(e), e);
    }
  }

  private static String firstLine(IOException e) {
    String message = e.toString();
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
