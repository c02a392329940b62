package jacquard.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reading of saved values without loading any class: scalars and arrays are themselves, lists
 * and values of a jump are lists, named components are their names, other objects are maps of their
 * fields.
 */
final class PlainValues {
  /** Objects below are given by their class only. */
  private static final int DEEPEST = 8;

  private final CheckpointFile.Content content;

  PlainValues(CheckpointFile.Content content) {
    this.content = content;
  }

  /**
   * The fields of an object's row, or the locals of a frame's; the {@code elements} of a list's,
   * array's or map's.
   */
  Map<String, @Nullable Object> object(Map<String, String> row) {
    Object elements = elements(row, 1);
    return elements == null ? object(row, 0) : Map.of("elements", elements);
  }

  /** The elements of a collection's row; null if it is none. */
  private @Nullable Object elements(Map<String, String> row, int depth) {
    return switch (row.getOrDefault("_type", "")) {
      case "map", "sorted" -> map(row, depth);
      case "list", "array", "args", "jumps" -> list(row, depth);
      default -> null;
    };
  }

  private Map<String, @Nullable Object> object(Map<String, String> row, int depth) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (row.containsKey("_fingerprint")) {
      fields.put("source", Token.value(Structure.get(row, "_source")));
      fields.put("fingerprint", Token.value(Structure.get(row, "_fingerprint")));
    }
    row.forEach(
        (column, token) -> {
          if (!column.startsWith("_")) {
            boolean none = column.equals("args") && token.equals("n");
            fields.put(column, none ? List.of() : value(token, depth));
          }
        });
    return Collections.unmodifiableMap(fields);
  }

  private @Nullable Object value(String token, int depth) {
    if (Token.is('a', token)) {
      List<Object> arrays = content.arrays();
      return Arrays.copy(arrays.get(Token.index(token, arrays.size())));
    }
    if (Token.is('e', token)) {
      return token.substring(token.lastIndexOf(':') + 1);
    }
    if (!Token.is('o', token)) {
      return Token.value(token);
    }
    List<Map<String, String>> objects = content.structure().table("objects");
    Map<String, String> row = objects.get(Token.index(token, objects.size()));
    if (row.containsKey("_name")) {
      return "component " + row.get("_name");
    }
    if (depth == DEEPEST) {
      return Structure.get(row, "_type");
    }
    Object elements = elements(row, depth + 1);
    return elements == null ? object(row, depth + 1) : elements;
  }

  private Map<@Nullable Object, @Nullable Object> map(Map<String, String> row, int depth) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; row.containsKey("_k" + i); i++) {
      map.put(
          value(Structure.get(row, "_k" + i), depth), value(Structure.get(row, "_v" + i), depth));
    }
    return map;
  }

  private List<@Nullable Object> list(Map<String, String> row, int depth) {
    boolean jumps = Structure.get(row, "_type").equals("jumps");
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; row.containsKey("_" + i); i++) {
      String token = Structure.get(row, "_" + i);
      values.add(jumps ? token : value(token, depth));
    }
    return values;
  }
}
