package jacquard.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object of JSON, read as what they should be. What is missing or something else
 * is an {@link IllegalArgumentException} that names the field by its path.
 */
final class JsonFields {
  private static final double EXACT = 1L << 53;

  private final String path;
  private final Map<String, @Nullable Object> fields;

  private JsonFields(String path, Map<?, ?> map) {
    this.path = path;
    fields = new LinkedHashMap<>();
    map.forEach((name, value) -> fields.put(String.valueOf(name), value));
  }

  static JsonFields of(Map<?, ?> map) {
    return new JsonFields("", map);
  }

  Set<String> names() {
    return fields.keySet();
  }

  /** Whether a field is null or missing. */
  boolean isNull(String name) {
    return fields.get(name) == null;
  }

  String text(String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw isNo(name, "text");
  }

  double number(String name) {
    if (fields.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw isNo(name, "number");
  }

  long whole(String name) {
    return switch (fields.get(name)) {
      case Integer number -> number;
      case Long number -> number;
      case Double number when number % 1 == 0 && Math.abs(number) <= EXACT -> number.longValue();
      case null, default -> throw isNo(name, "whole number");
    };
  }

  Instant time(String name) {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          path + name + " is no time in ISO 8601, but '" + text + "'", e);
    }
  }

  JsonFields object(String name) {
    return object(name, fields.get(name));
  }

  private JsonFields object(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new JsonFields(path + name + ".", map);
    }
    throw isNo(name, "object");
  }

  List<JsonFields> objects(String name) {
    List<JsonFields> objects = new ArrayList<>();
    for (Object each : list(name)) {
      objects.add(object(name + "[" + objects.size() + "]", each));
    }
    return objects;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object each : list(name)) {
      if (!(each instanceof String text)) {
        throw isNo(name + "[" + texts.size() + "]", "text");
      }
      texts.add(text);
    }
    return texts;
  }

  /** All fields as they are; none of them, nor of what is in them, is null. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    fields.forEach((name, value) -> values.put(name, value(name, value)));
    return values;
  }

  private Object value(String name, @Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(each -> value(name, each));
    }
    return switch (value) {
      case String text -> text;
      case Number number -> number;
      case Boolean bool -> bool;
      case List<?> list -> list;
      case null, default -> throw isNo(name, "text, number, truth value or list of them");
    };
  }

  private List<?> list(String name) {
    if (fields.get(name) instanceof List<?> list) {
      return list;
    }
    throw isNo(name, "list");
  }

  private IllegalArgumentException isNo(String name, String wanted) {
    return new IllegalArgumentException(path + name + " is no " + wanted);
  }
}
