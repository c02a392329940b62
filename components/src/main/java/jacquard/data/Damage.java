package jacquard.data;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.ZipException;

/** The errors of files that cannot be unpacked. */
final class Damage {
  private Damage() {}

  /**
   * Throws what went wrong: an {@link IllegalArgumentException} where the file is to blame.
   *
   * @return never
   */
  static IOException of(String name, IOException e) throws IOException {
    if (e instanceof EOFException || e instanceof ZipException) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is damaged or was not copied whole (%s); get it again",
              name,
              e.getMessage()),
          e);
    }
    throw e;
  }
}
