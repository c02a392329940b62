package jacquard.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The handwritten digits that come with the library: 1797 images of 8 x 8 pixels from 0 to 16.
 *
 * <p>From the UCI Machine Learning Repository, CC BY 4.0; see {@code digits.LICENSE.txt} beside the
 * data.
 */
public final class Digits {
  private static final String RESOURCE = "digits.csv.gz";

  private Digits() {}

  /** Reads the digits. */
  public static Dataset load() {
    try (InputStream in = Digits.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException(RESOURCE + " is missing from the library");
      }
      return CsvReader.read(RESOURCE, Sources.DIGITS, in);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
