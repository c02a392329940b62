package jacquard.examples;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --json} prints: one object a line. */
final class JsonOutput {
  private JsonOutput() {}

  /** An object as a line. */
  static String line(Map<String, ? extends @Nullable Object> object) {
    try {
      return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
