package jacquard.data;

import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;

/** Where data sets come from and can be had again when a checkpoint is loaded. */
public final class Sources {
  static final String DIGITS = "jacquard:digits";
  private static final String CSV = "csv:";
  private static final String CSV_WITH_MISSING = "csv-with-missing:";
  private static final String MNIST = "mnist:";

  private Sources() {}

  static String csv(Path file) {
    return CSV + file.toAbsolutePath().normalize();
  }

  static String csvWithMissing(Path file) {
    return CSV_WITH_MISSING + file.toAbsolutePath().normalize();
  }

  static String mnist(Path directory, String part) {
    return MNIST + part + ":" + directory.toAbsolutePath().normalize();
  }

  /**
   * The data set of a source.
   *
   * @throws CheckpointException if it cannot be read, or nothing is known of such a source
   */
  public static Dataset attach(String source) {
    if (source.equals(DIGITS)) {
      return Digits.load();
    }
    try {
      if (source.startsWith(MNIST)) {
        return mnist(source.substring(MNIST.length()));
      }
      if (source.startsWith(CSV)) {
        return CsvReader.read(Path.of(source.substring(CSV.length())));
      }
      if (source.startsWith(CSV_WITH_MISSING)) {
        return CsvReader.readAllowingMissing(Path.of(source.substring(CSV_WITH_MISSING.length())));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CheckpointException(
          "cannot read the data again from " + source + ": " + e + "; put the file back", e);
    }
    throw new CheckpointException("nothing is known of data from " + source);
  }

  private static Dataset mnist(String partAndDirectory) {
    int colon = partAndDirectory.indexOf(':');
    return Mnist.read(
        Path.of(partAndDirectory.substring(colon + 1)), partAndDirectory.substring(0, colon));
  }
}
