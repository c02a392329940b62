package jacquard.vm;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The short text form of a value in messages and traces. */
public final class Shown {
  private static final int ELEMENTS = 4;
  private static final int LEVELS = 2;
  private static final int LENGTH = 60;

  private Shown() {}

  /**
   * A value as a person reads it: text is quoted and cut, arrays and lists show their size and
   * start, maps their start.
   */
  public static String value(Object value) {
    return value(value, 0);
  }

  private static String value(Object value, int level) {
    if (value.getClass().isArray()) {
      return array(value.getClass().getComponentType().getSimpleName(), value, level);
    }
    if (value instanceof List<?> list) {
      return array("list", list.toArray(), level);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map, level);
    }
    String text = text(value).replace('\n', ' ');
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
  }

  private static String text(Object value) {
    try {
      return value instanceof CharSequence ? "\"" + value + "\"" : "" + value;
    } catch (RuntimeException | StackOverflowError e) { // a message must not fail
      return "a " + value.getClass().getName();
    }
  }

  private static String map(Map<?, ?> map, int level) {
    int shown = level < LEVELS ? Math.min(map.size(), ELEMENTS) : 0;
    StringJoiner text = new StringJoiner(", ", "{", "}");
    map.entrySet().stream()
        .limit(shown)
        .forEach(
            entry -> {
              String key = entry.getKey() instanceof String s ? s : element(entry.getKey(), level);
              text.add(key + "=" + element(entry.getValue(), level));
            });
    return (map.size() > shown ? text.add("…") : text).toString();
  }

  private static String element(@Nullable Object element, int level) {
    return element == null ? "null" : value(element, level + 1);
  }

  private static String array(String name, Object array, int level) {
    int length = Array.getLength(array);
    int shown = level < LEVELS ? Math.min(length, ELEMENTS) : 0;
    StringBuilder text = new StringBuilder();
    text.append(name).append('[').append(length).append("]{");
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(element(Array.get(array, i), level));
    }
    String rest = length > shown ? shown == 0 ? "…" : ", …" : "";
    return text.append(rest).append('}').toString();
  }
}
