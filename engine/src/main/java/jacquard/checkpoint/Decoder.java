package jacquard.checkpoint;

import jacquard.vm.Args;
import jacquard.vm.Jump;
import jacquard.vm.RunLoader;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reader of values from tables: each row becomes one object, made when it is first needed. */
final class Decoder {
  /** How deep values may be nested, saved and loaded alike. */
  static final int DEEPEST = 500;

  /** One less than a class may have, for the array that holds the elements. */
  private static final int MOST_DIMENSIONS = 254;

  private final Structure structure;
  private final Types types;
  private final List<Object> arrays;
  private final Map<String, Object> attached;
  private final @Nullable Object[] objects;
  private final Unfinished unfinished = new Unfinished();
  private @Nullable RunLoader run;
  private int depth;
  private int failed = -1;
  private boolean embedded;

  /**
   * A reader.
   *
   * @param arrays the primitive arrays; they are given out, not copied
   * @param attached objects to take for those saved by reference, by fingerprint
   */
  Decoder(Structure structure, Types types, List<Object> arrays, Map<String, Object> attached) {
    this.structure = structure;
    this.types = types;
    this.arrays = arrays;
    this.attached = attached;
    this.objects = new Object[structure.table("objects").size()];
  }

  /** Jumps are made for this run from now on. */
  void loadInto(@Nullable RunLoader loader) {
    this.run = loader;
  }

  /** Has the named objects of the tables be these, in the state they have there. */
  void fill(Map<String, Object> named) {
    List<Map<String, String>> rows = structure.table("objects");
    for (int i = 0; i < objects.length; i++) {
      objects[i] = named.get(rows.get(i).getOrDefault("_name", ""));
      if (objects[i] != null) {
        unfinished.begin(i);
      }
    }
    depth++;
    for (int i = 0; i < objects.length; i++) {
      boolean isData = objects[i] instanceof ByReference;
      if (objects[i] instanceof Stateful stateful && !isData) {
        Loading.load(stateful, rows.get(i), this);
      }
    }
    depth--;
    unfinished.end();
  }

  /** The row of the object whose loading failed, or -1. */
  int failed() {
    return failed;
  }

  /** The object of a row, or null if it is not loaded. */
  @Nullable Object loaded(int row) {
    return objects[row];
  }

  /** Whether data were met that could have been saved by reference and were not. */
  boolean hasEmbedded() {
    return embedded;
  }

  @Nullable Object value(String token) {
    if (Token.is('a', token)) {
      return arrays.get(Token.index(token, arrays.size()));
    }
    if (Token.is('o', token)) {
      return object(Token.index(token, objects.length));
    }
    if (Token.is('e', token)) {
      return constant(Token.body(token));
    }
    return Token.value(token);
  }

  Args args(String token) {
    return token.equals("n") ? Args.EMPTY : required(token, Args.class);
  }

  <T> T required(String token, Class<T> type) {
    Object value = value(token);
    if (!type.isInstance(value)) {
      throw new CheckpointException("\"" + token + "\" is not a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  private Object constant(String body) {
    int colon = body.lastIndexOf(':');
    Class<?> type = registered(body.substring(0, Math.max(0, colon)));
    Object constant = Renames.constant(type, body.substring(colon + 1));
    if (constant == null) {
      throw new CheckpointException(
          "there is no constant "
              + body
              + "; was the class changed since? If the constant was renamed, write @Formerly on"
              + " it");
    }
    return constant;
  }

  private Object object(int id) {
    Object known = objects[id];
    if (known != null) {
      unfinished.meet(id);
      return known;
    }
    if (++depth > DEEPEST) {
      throw new CheckpointException("values are nested more than " + DEEPEST + " deep");
    }
    int met = unfinished.begin(id);
    try {
      Object made = made(id, structure.table("objects").get(id));
      objects[id] = made;
      unfinished.finish(id, met);
      if (--depth == 0) {
        unfinished.end();
      }
      return made;
    } catch (RuntimeException | StackOverflowError e) {
      failed = failed < 0 ? id : failed;
      throw e;
    }
  }

  /** The object of a row; what can be referred to by its own parts is known before they are. */
  private Object made(int id, Map<String, String> row) {
    return switch (Structure.get(row, "_type")) {
      case "args" -> first(id, args(row));
      case "list" -> list(id, row);
      case "map" -> map(id, row, Kinds.map(row.get("_class"), false));
      case "sorted" -> map(id, row, Kinds.map(row.get("_class"), true));
      case "array" -> array(id, row);
      case "jumps" -> jumps(id, row);
      case "value" -> required(Structure.get(row, "value"), Object.class);
      default -> first(id, instance(id, row));
    };
  }

  /**
   * What was made first of a row: a record whose own parts refer to it was made again among them.
   */
  private Object first(int id, Object made) {
    Object first = objects[id];
    return first == null ? made : first;
  }

  private static int size(Map<String, String> row) {
    long size = Structure.number(row, "_size");
    if (size > row.size()) {
      throw new CheckpointException("a row says it has " + size + " values but has " + row.size());
    }
    return (int) size;
  }

  private @Nullable Object[] sequence(Map<String, String> row) {
    @Nullable Object[] values = new Object[size(row)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(Structure.get(row, "_" + i));
    }
    return values;
  }

  private Args args(Map<String, String> row) {
    @Nullable Object[] values = sequence(row);
    for (Object value : values) {
      if (value == null) {
        throw new CheckpointException("the values of a jump hold none where there must be one");
      }
    }
    Args args = Args.of(values);
    for (Map.Entry<String, String> column : row.entrySet()) {
      if (!column.getKey().startsWith("_")) {
        args = args.with(column.getKey(), required(column.getValue(), Object.class));
      }
    }
    return args;
  }

  private Object list(int id, Map<String, String> row) {
    Collection<@Nullable Object> list = Kinds.sequence(row.get("_class"));
    objects[id] = list;
    int met = unfinished.met();
    List<@Nullable Object> values = java.util.Arrays.asList(sequence(row));
    boolean incomplete =
        unfinished.met() != met && values.stream().anyMatch(each -> Kinds.asks(list, each));
    unfinished.fill(incomplete, () -> list.addAll(values));
    return list;
  }

  private Object map(int id, Map<String, String> row, Map<@Nullable Object, @Nullable Object> map) {
    objects[id] = map;
    @Nullable Object[] keys = new Object[size(row)];
    @Nullable Object[] values = new Object[keys.length];
    boolean incomplete = false;
    for (int i = 0; i < keys.length; i++) {
      int met = unfinished.met();
      keys[i] = value(Structure.get(row, "_k" + i));
      incomplete |= unfinished.met() != met && Kinds.asks(map, keys[i]);
      values[i] = value(Structure.get(row, "_v" + i));
    }
    unfinished.fill(
        incomplete,
        () -> {
          for (int i = 0; i < keys.length; i++) {
            map.put(keys[i], values[i]);
          }
        });
    return map;
  }

  private Object array(int id, Map<String, String> row) {
    int size = size(row);
    @Nullable Object[] array =
        (Object[]) Array.newInstance(element(Structure.get(row, "_of")), size);
    objects[id] = array;
    try {
      for (int i = 0; i < size; i++) {
        array[i] = value(Structure.get(row, "_" + i));
      }
    } catch (ArrayStoreException e) {
      throw new CheckpointException("an array holds what its type does not allow", e);
    }
    return array;
  }

  /** The class of a descriptor, as far as an array of it may be made. */
  private Class<?> element(String descriptor) {
    if (descriptor.startsWith("[")) {
      int dimensions = descriptor.lastIndexOf('[') + 1;
      if (dimensions > MOST_DIMENSIONS) {
        throw new CheckpointException("an array has " + dimensions + " dimensions");
      }
      return element(descriptor.substring(1)).arrayType();
    }
    return switch (descriptor) {
      case "Z" -> boolean.class;
      case "B" -> byte.class;
      case "S" -> short.class;
      case "C" -> char.class;
      case "I" -> int.class;
      case "J" -> long.class;
      case "F" -> float.class;
      case "D" -> double.class;
      default -> {
        Class<?> known = Types.element(descriptor);
        yield known != null
            ? known
            : registered(descriptor.replaceAll("^L|;$", "").replace('/', '.'));
      }
    };
  }

  /**
   * The parts of a jump: to, replyTo, and the token of its values; then, if an earlier try of the
   * step has done something, how many hooks were told and the token of the result.
   */
  static String[] jump(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 3 && parts.length != 5) {
      throw new CheckpointException("\"" + text + "\" is not a jump");
    }
    return parts;
  }

  /** Puts into a jump what an earlier try of its step has done. */
  void keep(RunLoader loader, Jump jump, String[] parts) {
    if (parts.length == 5) {
      long told = Structure.number("hooks told", parts[3]);
      Args result = parts[4].equals("none") ? null : args(parts[4]);
      loader.keep(jump, (int) Math.min(told, Integer.MAX_VALUE), result);
    }
  }

  private Jump[] jumps(int id, Map<String, String> row) {
    RunLoader loader = run;
    if (loader == null) {
      throw new CheckpointException("jumps stand outside of a frame");
    }
    Jump[] jumps = new Jump[size(row)];
    objects[id] = jumps;
    for (int i = 0; i < jumps.length; i++) {
      String[] parts = jump(Structure.get(row, "_" + i));
      jumps[i] = loader.jump(parts[0], parts[1].equals("none") ? null : parts[1], args(parts[2]));
      keep(loader, jumps[i], parts);
    }
    return jumps;
  }

  /** What a class is called now. */
  String presentName(String name) {
    Class<?> type = types.named(name);
    return type == null ? name : type.getName();
  }

  private Class<?> registered(String name) {
    Class<?> type = types.named(name);
    if (type == null) {
      throw new CheckpointException(
          name
              + " is not a registered class; put its jar on the class path, or give it to"
              + " Experiment.load (if it was renamed or moved, with @Formerly)");
    }
    return type;
  }

  private Object instance(int id, Map<String, String> row) {
    Class<?> type = registered(Structure.get(row, "_type"));
    if (row.containsKey("_source")) {
      return attach(type, row);
    }
    if (type.isRecord()) {
      return RecordForm.make(type, row, column -> value(Structure.get(row, column)));
    }
    Object instance = Instances.blank(type);
    objects[id] = instance;
    if (instance instanceof Stateful stateful) {
      Loading.load(stateful, row, this);
    }
    embedded |= instance instanceof ByReference data && !data.source().isEmpty();
    return instance;
  }

  private Object attach(Class<?> type, Map<String, String> row) {
    String source = String.valueOf(Token.value(Structure.get(row, "_source")));
    String wanted = String.valueOf(Token.value(Structure.get(row, "_fingerprint")));
    Object given = attached.get(wanted);
    Function<String, ?> attacher = types.attacher(type);
    if (given == null && attacher != null) {
      given = attacher.apply(source);
    }
    if (!(given instanceof ByReference object)) {
      throw new CheckpointException("nothing attaches a " + type.getName() + " from " + source);
    }
    String found = object.fingerprint();
    if (!found.equals(wanted)) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s is not what this run was trained on: its fingerprint is %s, the checkpoint's is"
                  + " %s",
              source,
              found,
              wanted));
    }
    return object;
  }
}
