package jacquard.data;

import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;

/** Where data sets come from and can be had again when a checkpoint is loaded. */
public final class Sources {
  static final String DIGITS = "jacquard:digits";
  private static final String CSV = "csv:";

  private Sources() {}

  static String csv(Path file) {
    return CSV + file.toAbsolutePath().normalize();
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
    if (!source.startsWith(CSV)) {
      throw new CheckpointException("nothing is known of data from " + source);
    }
    try {
      return CsvReader.read(Path.of(source.substring(CSV.length())));
    } catch (IOException e) {
      throw new CheckpointException(
          "cannot read the data again from " + source + ": " + e + "; put the file back", e);
    }
  }
}
