package jacquard.examples;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --json} prints: one object a line. */
final class JsonOutput {
  private JsonOutput() {}

  /** An object of names and values by turns, which keeps their order as {@code Map.of} does not. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  /** An object as a line. */
  static String line(Map<String, ? extends @Nullable Object> object) {
    try {
      return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
