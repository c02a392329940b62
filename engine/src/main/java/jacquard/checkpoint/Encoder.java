package jacquard.checkpoint;

import jacquard.vm.Args;
import jacquard.vm.Jump;
import jacquard.vm.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
  private final IdentityHashMap<Object, String> known = new IdentityHashMap<>();
  private final IdentityHashMap<Object, String> named = new IdentityHashMap<>();
  private final Map<List<String>, String> references = new HashMap<>();
  private final List<Object> arrays = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final List<Place> arrayPlaces = new ArrayList<>();
  private Place where = Place.of("");
  private int depth;

  Encoder(Structure structure, Types types, boolean embed) {
    this.structure = structure;
    this.types = types;
    this.embed = embed;
  }

  /** The primitive arrays met so far; the very ones, not copies. */
  List<Object> arrays() {
    return arrays;
  }

  /** Calls an action with every object that has a row. */
  void forEachObject(BiConsumer<Object, Map<String, String>> action) {
    List<Map<String, String>> rows = structure.table("objects");
    forEachNumberedObject((i, object) -> action.accept(object, rows.get(i)));
  }

  /** Calls an action with the number of every row of an object, and the object. */
  void forEachNumberedObject(BiConsumer<Integer, Object> action) {
    @Nullable Object[] objects = new Object[structure.table("objects").size()];
    known.forEach(
        (object, token) -> {
          if (Token.is('o', token)) {
            objects[Token.index(token, objects.length)] = object;
          }
        });
    for (int i = 0; i < objects.length; i++) {
      if (objects[i] != null) {
        action.accept(i, objects[i]);
      }
    }
  }

  /** Where the object of a row was met first. */
  Place place(int row) {
    return places.get(row);
  }

  /** Where an array was met first. */
  Place arrayPlace(int array) {
    return arrayPlaces.get(array);
  }

  private Map<String, String> add(Place place) {
    places.add(place);
    return structure.add("objects");
  }

  /** The token of the row that was added last. */
  private String last() {
    return "o:" + (structure.table("objects").size() - 1);
  }

  /**
   * Gives the row of a component its name; one that needs no row, such as an array, gets one that
   * refers to it.
   *
   * @throws CheckpointException if it cannot be saved
   */
  void name(String name, Object component) {
    String token = token(component, name);
    if (Token.is('o', token)) {
      List<Map<String, String>> rows = structure.table("objects");
      String other = rows.get(Token.index(token, rows.size())).putIfAbsent("_name", name);
      if (other != null) {
        throw new CheckpointException(
            String.format(
                Locale.ROOT,
                "the components %s and %s are the same data, read twice, and would be one object"
                    + " after loading; read them once, under one name",
                other,
                name));
      }
    } else {
      Map<String, String> row = add(Place.of(name));
      row.put("_type", "value");
      row.put("_name", name);
      row.put("value", token);
      named.put(component, last());
    }
  }

  /** The token of what a call is made on: a named text or number is that very one. */
  String receiver(@Nullable Object receiver, String place) {
    String token = receiver == null ? null : named.get(receiver);
    return token == null ? token(receiver, place) : token;
  }

  /**
   * The token of a value.
   *
   * @param place where it was met, for messages
   * @throws CheckpointException if it cannot be saved
   */
  String token(@Nullable Object value, String place) {
    return token(value, Place.of(place));
  }

  String token(@Nullable Object value, Place place) {
    String scalar = scalar(value, place);
    if (scalar != null) {
      return scalar;
    }
    Object object = Objects.requireNonNull(value);
    String seen = known.get(object);
    if (seen != null) {
      return seen;
    }
    Place before = where;
    where = place;
    depth++;
    try {
      if (depth > Decoder.DEEPEST) {
        throw new CheckpointException(
            before + " is nested more than " + Decoder.DEEPEST + " deep; keep chains in a list");
      }
      return compound(object);
    } catch (Throwable t) {
      throw Failures.at(where, "cannot be copied", t);
    } finally {
      where = before;
      depth--;
    }
  }

  private @Nullable String scalar(@Nullable Object value, Place place) {
    if (value instanceof String text && text.length() > structure.limit() / 2) {
      throw Structure.tooLarge(place.toString(), structure.limit());
    }
    return Token.scalar(value);
  }

  /** Puts a token into a row; what is too much is said here, before it costs hours to write. */
  void put(Map<String, String> row, String column, @Nullable Object value, Place place) {
    String token = token(value, place);
    if (!structure.grow(column.length() + token.length())) {
      throw Structure.tooLarge(place.toString(), structure.limit());
    }
    row.put(column, token);
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
    if (value instanceof ByReference reference && !embed(reference)) {
      return reference(reference);
    }
    Map<String, String> row = add(where);
    String token = last();
    if (!isShared(value)) {
      known.put(value, token);
    }
    switch (value) {
      case Args args -> args(args, row);
      case Jump[] jumps -> jumps(jumps, row);
      case Object[] elements -> {
        requireElement(type.getComponentType());
        row.put("_of", type.getComponentType().descriptorString());
        sequence("array", elements, row);
      }
      case Object declared when declared instanceof Stateful || types.isRegistered(type) ->
          object(declared, row);
      case Collection<?> collection -> {
        String kind = Kinds.of(collection, where);
        if (!kind.equals(ArrayList.class.getName())) {
          row.put("_class", kind);
        }
        sequence("list", collection.toArray(), row);
      }
      case Map<?, ?> map -> map(map, row);
      default -> object(value, row);
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
    arrays.add(array);
    arrayPlaces.add(where);
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

  private void sequence(String type, @Nullable Object[] values, Map<String, String> row) {
    row.put("_type", type);
    row.put("_size", Integer.toString(values.length));
    for (int i = 0; i < values.length; i++) {
      put(row, "_" + i, values[i], where.at(i));
    }
  }

  private void args(Args args, Map<String, String> row) {
    sequence("args", args.values().toArray(), row);
    args.named()
        .forEach(
            (name, value) -> {
              requireName(name, where);
              put(row, name, value, where.then("." + name));
            });
  }

  static void requireName(String name, Object place) {
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
    String kind = Kinds.of(map, where);
    boolean sorted = kind.equals(TreeMap.class.getName());
    row.put("_type", sorted ? "sorted" : "map");
    if (!sorted && !kind.equals(LinkedHashMap.class.getName())) {
      row.put("_class", kind);
    }
    row.put("_size", Integer.toString(map.size()));
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      put(row, "_k" + i, entry.getKey(), where.then(" key " + i));
      put(row, "_v" + i, entry.getValue(), where.then(key(entry.getKey(), i)));
      i++;
    }
  }

  /** A key as messages show it; one of its own class is not asked, it might throw. */
  private static String key(@Nullable Object key, int index) {
    return Token.scalar(key) == null ? " value " + index : "[" + key + "]";
  }

  private void jumps(Jump[] jumps, Map<String, String> row) {
    row.put("_type", "jumps");
    row.put("_size", Integer.toString(jumps.length));
    for (int i = 0; i < jumps.length; i++) {
      row.put("_" + i, jump(jumps[i], where.toString()));
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
    if (value instanceof Stateful stateful) {
      row.put("_version", Integer.toString(stateful.stateVersion()));
      stateful.state(new Saving(row, stateful, where, this));
    } else if (value.getClass().isRecord()) {
      for (String name : Instances.componentNames(value.getClass())) {
        requireName(name, where);
        put(row, name, Instances.component(value, name), where.then("." + name));
      }
    }
  }

  /**
   * One row for all that refer to the same data: they are had from there once, by whoever loads.
   */
  private String reference(ByReference reference) {
    Class<?> type = reference.getClass();
    requireRegistered(type);
    String source = String.valueOf(Token.scalar(reference.source()));
    String fingerprint = String.valueOf(Token.scalar(reference.fingerprint()));
    String token =
        references.computeIfAbsent(
            List.of(type.getName(), source, fingerprint),
            data -> {
              Map<String, String> row = add(where);
              row.put("_type", type.getName());
              row.put("_source", source);
              row.put("_fingerprint", fingerprint);
              return last();
            });
    known.put(reference, token);
    return token;
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
      boolean isOwn = !type.getName().startsWith("java.");
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s holds a %s, which cannot be saved: %s",
              where,
              type.getName(),
              isOwn
                  ? "let it implement Stateful (or be a record) and register it (SavedTypes, or"
                      + " Experiment.types)"
                  : "keep what it is made from, or declare the field transient if it is a handle"
                      + " or derived from others"));
    }
  }
}
