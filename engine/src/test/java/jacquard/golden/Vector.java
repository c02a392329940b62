package jacquard.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jacquard.laws.Spec;
import jacquard.vm.Args;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON notation of golden vectors, read into programs and values and written back. */
final class Vector {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Vector() {}

  static Spec program(JsonNode json) {
    String word = json.get(0).asText();
    return switch (word) {
      case "CALL" -> Spec.call(json.get(1).asText());
      case "SEQ", "WEAVE" -> Spec.of(word, 0, programs(json.get(1)));
      case "LOOP" ->
          Spec.of(
              word,
              0,
              json.get(1).get(0).isTextual()
                  ? List.of(program(json.get(1)))
                  : programs(json.get(1)));
      case "REPEAT" -> Spec.of(word, json.get(1).asLong(), programs(json.get(2)));
      case "BUFFER" -> Spec.of(word, json.get(1).asLong(), List.of(program(json.get(2))));
      case "CHOOSE" -> {
        List<Spec> children = new ArrayList<>(List.of(program(json.get(1))));
        children.addAll(programs(json.get(2)));
        yield Spec.of(word, 0, children);
      }
      default -> throw new IllegalArgumentException("unknown construct in " + json);
    };
  }

  private static List<Spec> programs(JsonNode json) {
    List<Spec> specs = new ArrayList<>();
    json.forEach(child -> specs.add(program(child)));
    return specs;
  }

  static Args args(JsonNode positional, @Nullable JsonNode named) {
    List<Object> values = new ArrayList<>();
    positional.forEach(value -> values.add(value(value)));
    Args args = Args.of(values.toArray());
    if (named != null) {
      for (var field : named.properties()) {
        args = args.with(field.getKey(), value(field.getValue()));
      }
    }
    return args;
  }

  private static Object value(JsonNode json) {
    if (json.isBoolean()) {
      return json.asBoolean();
    }
    if (json.isNumber()) {
      return json.isIntegralNumber() ? (Object) json.asLong() : json.asDouble();
    }
    if (json.has("$t")) {
      List<Object> values = new ArrayList<>();
      json.get("$t").forEach(v -> values.add(value(v)));
      return List.copyOf(values);
    }
    if (json.has("$a")) {
      return array(json.get("$a"));
    }
    return json.asText();
  }

  private static Object array(JsonNode json) {
    List<Object> values = new ArrayList<>();
    json.forEach(v -> values.add(v.isArray() ? array(v) : value(v)));
    Class<?> type = values.isEmpty() ? double.class : values.get(0).getClass();
    Class<?> element = type == Long.class ? long.class : type == Double.class ? double.class : type;
    Object array = Array.newInstance(element, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  /** Positional values as {@code [..]}. */
  static JsonNode positional(Args args) {
    var array = JSON.arrayNode();
    args.values().forEach(value -> array.add(json(value)));
    return array;
  }

  /** Named values as an object. */
  static JsonNode named(Args args) {
    ObjectNode object = JSON.objectNode();
    args.named().forEach((name, value) -> object.set(name, json(value)));
    return object;
  }

  static JsonNode json(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case Boolean b -> JSON.booleanNode(b);
      case Number n -> number(n);
      case List<?> tuple -> {
        var array = JSON.arrayNode();
        tuple.forEach(v -> array.add(json(v)));
        yield JSON.objectNode().set("$t", array);
      }
      case Object o when o.getClass().isArray() -> JSON.objectNode().set("$a", elements(o));
      case Object o -> JSON.textNode(o.toString());
    };
  }

  /** Whole numbers look alike whatever their type: 2.0 equals 2. */
  private static JsonNode number(Number n) {
    double d = n.doubleValue();
    return d == Math.rint(d) && Math.abs(d) < 1L << 53
        ? JSON.numberNode((long) d)
        : JSON.numberNode(d);
  }

  private static JsonNode elements(Object array) {
    var json = JSON.arrayNode();
    for (int i = 0; i < Array.getLength(array); i++) {
      Object element = Array.get(array, i);
      boolean row = element.getClass().isArray();
      json.add(row ? elements(element) : json(element));
    }
    return json;
  }

  /** The same JSON with whole fractions as integers, to be compared. */
  static JsonNode normal(JsonNode json) {
    if (json.isNumber()) {
      return number(json.numberValue());
    }
    if (json.isArray()) {
      var array = JSON.arrayNode();
      json.forEach(v -> array.add(normal(v)));
      return array;
    }
    if (json.isObject()) {
      ObjectNode object = JSON.objectNode();
      json.properties().forEach(f -> object.set(f.getKey(), normal(f.getValue())));
      return object;
    }
    return json;
  }
}
