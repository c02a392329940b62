package jacquard.checkpoint;

import jacquard.vm.Args;
import jacquard.vm.Jump;
import jacquard.vm.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The writer of values into tables: each object is one row, each primitive array once, however
 * often it is referred to.
 */
final class Encoder {
  private final Structure structure;
  private final Types types;
  private final boolean embed;
  private final boolean copies;
  private final IdentityHashMap<Object, String> known = new IdentityHashMap<>();
  private final List<Object> arrays = new ArrayList<>();
  private String where = "";
  private int depth;

  Encoder(Structure structure, Types types, boolean embed, boolean copies) {
    this.structure = structure;
    this.types = types;
    this.embed = embed;
    this.copies = copies;
  }

  /** The primitive arrays met so far, copied if that was asked for. */
  List<Object> arrays() {
    return arrays;
  }

  /** Tells of every object that has a row. */
  void forEachObject(BiConsumer<Object, Map<String, String>> action) {
    List<Map<String, String>> rows = structure.table("objects");
    Object[] objects = new Object[rows.size()];
    known.forEach(
        (object, token) -> {
          if (Token.is('o', token)) {
            objects[Token.index(token, objects.length)] = object;
          }
        });
    for (int i = 0; i < objects.length; i++) {
      action.accept(objects[i], rows.get(i));
    }
  }

  /**
   * The token of a value.
   *
   * @param place where it was met, for messages
   * @throws CheckpointException if it cannot be saved
   */
  String token(@Nullable Object value, String place) {
    String scalar = Token.scalar(value);
    if (scalar != null || value == null) {
      return scalar == null ? "n" : scalar;
    }
    String seen = known.get(value);
    if (seen != null) {
      return seen;
    }
    String before = where;
    where = place;
    if (++depth > Decoder.DEEPEST) {
      throw new CheckpointException(
          before + " is nested more than " + Decoder.DEEPEST + " deep; keep chains in a list");
    }
    try {
      return compound(value);
    } finally {
      where = before;
      depth--;
    }
  }

  private String compound(Object value) {
    Class<?> type = value.getClass();
    if (value instanceof Enum<?> constant) {
      requireRegistered(constant.getDeclaringClass());
      return "e:" + constant.getDeclaringClass().getName() + ":" + constant.name();
    }
    if (type.isArray() && type.getComponentType().isPrimitive()) {
      return array(value);
    }
    Map<String, String> row = structure.add("objects");
    String token = "o:" + (structure.table("objects").size() - 1);
    if (!isShared(value)) {
      known.put(value, token);
    }
    switch (value) {
      case Args args -> args(args, row);
      case Jump[] jumps -> jumps(jumps, row);
      case List<?> list -> sequence("list", list.toArray(), row);
      case Map<?, ?> map -> map(map, row);
      default -> {
        if (type.isArray()) {
          requireElement(type.getComponentType());
          row.put("_of", type.getComponentType().descriptorString());
          sequence("array", boxed(value), row);
        } else {
          object(value, row);
        }
      }
    }
    return token;
  }

  /**
   * Whether a value is one object in the whole virtual machine: that two fields hold it means
   * nothing, and would be lost where one of them is copied.
   */
  private static boolean isShared(Object value) {
    return value == List.of()
        || value == Set.of()
        || value == Map.of()
        || value == Collections.EMPTY_LIST
        || value == Collections.EMPTY_SET
        || value == Collections.EMPTY_MAP;
  }

  private String array(Object array) {
    arrays.add(copies ? Arrays.copy(array) : array);
    String token = "a:" + (arrays.size() - 1);
    known.put(array, token);
    return token;
  }

  private void requireElement(Class<?> type) {
    if (type.isArray()) {
      requireElement(type.getComponentType());
    } else if (!type.isPrimitive() && Types.element(type.descriptorString()) == null) {
      requireRegistered(type);
    }
  }

  private static @Nullable Object[] boxed(Object array) {
    return (Object[]) array;
  }

  private void sequence(String type, @Nullable Object[] values, Map<String, String> row) {
    row.put("_type", type);
    row.put("_size", Integer.toString(values.length));
    for (int i = 0; i < values.length; i++) {
      row.put("_" + i, token(values[i], where + "[" + i + "]"));
    }
  }

  private void args(Args args, Map<String, String> row) {
    sequence("args", args.values().toArray(), row);
    args.named()
        .forEach(
            (name, value) -> {
              requireName(name, where);
              row.put(name, token(value, where + "." + name));
            });
  }

  static void requireName(String name, String place) {
    if (name.startsWith("_") || !StructureText.COLUMN.matcher(name).matches()) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s: \"%s\" cannot be saved under that name; use up to 100 letters, digits, '_', '.',"
                  + " '$'",
              place,
              name));
    }
  }

  private void map(Map<?, ?> map, Map<String, String> row) {
    boolean sorted = map instanceof SortedMap<?, ?>;
    if (map instanceof SortedMap<?, ?> s && s.comparator() != null) {
      throw new CheckpointException(
          where + " is sorted by a comparator, which cannot be saved; sort by the keys' own order");
    }
    if (map.getClass() == HashMap.class) {
      throw new CheckpointException(
          where
              + " is a HashMap, whose order would change on loading; use a LinkedHashMap or"
              + " TreeMap");
    }
    row.put("_type", sorted ? "sorted" : "map");
    row.put("_size", Integer.toString(map.size()));
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      row.put("_k" + i, token(entry.getKey(), where + " key " + i));
      row.put("_v" + i, token(entry.getValue(), where + "[" + entry.getKey() + "]"));
      i++;
    }
  }

  private void jumps(Jump[] jumps, Map<String, String> row) {
    row.put("_type", "jumps");
    row.put("_size", Integer.toString(jumps.length));
    for (int i = 0; i < jumps.length; i++) {
      row.put("_" + i, jump(jumps[i], where));
    }
  }

  /**
   * A jump as {@code to replyTo args}; {@code none} for the replyTo of a reply. What an earlier try
   * of the step has done follows, if anything: how many hooks were told, and the result or {@code
   * none}.
   */
  String jump(Jump jump, String place) {
    Task replyTo = jump.replyTo();
    return jump.to().path()
        + " "
        + (replyTo == null ? "none" : replyTo.path())
        + " "
        + token(jump.args(), place)
        + half(jump, place);
  }

  private String token(Args args, String place) {
    return args.isEmpty() ? "n" : token((Object) args, place);
  }

  private String half(Jump jump, String place) {
    Args result = jump.result();
    if (jump.told() == 0 && result == null) {
      return "";
    }
    return " " + jump.told() + " " + (result == null ? "none" : token(result, place));
  }

  private void object(Object value, Map<String, String> row) {
    requireRegistered(value.getClass());
    row.put("_type", value.getClass().getName());
    if (value instanceof ByReference reference && !embed(reference)) {
      row.put("_source", String.valueOf(Token.scalar(reference.source())));
      row.put("_fingerprint", String.valueOf(Token.scalar(reference.fingerprint())));
    } else if (value instanceof Stateful stateful) {
      row.put("_version", Integer.toString(stateful.stateVersion()));
      stateful.state(new Saving(row, stateful, where, this));
    } else if (value.getClass().isRecord()) {
      for (String name : Instances.componentNames(value.getClass())) {
        requireName(name, where);
        row.put(name, token(Instances.component(value, name), where + "." + name));
      }
    }
  }

  private boolean embed(ByReference reference) {
    boolean stateful = reference instanceof Stateful;
    if (!stateful && reference.source().isEmpty()) {
      throw new CheckpointException(
          where + " holds data that came from nowhere it could be had again; give it a source");
    }
    return stateful && (embed || reference.source().isEmpty());
  }

  private void requireRegistered(Class<?> type) {
    if (!types.isRegistered(type)) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s holds a %s, which cannot be saved: let it implement Stateful (or be a record) and"
                  + " register it (SavedTypes, or Experiment.types)",
              where,
              type.getName()));
    }
  }
}
