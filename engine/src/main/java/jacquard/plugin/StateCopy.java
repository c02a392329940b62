package jacquard.plugin;

import jacquard.checkpoint.ByReference;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Args;
import jacquard.vm.ProgramException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The copying of values that a state may hold: arrays, lists, maps and records are copied, each
 * once however often it is met; stateful objects stand for themselves and are remembered.
 *
 * <p>The lists and maps of {@code java.util} that can be cloned keep their class, others become an
 * {@code ArrayList}, {@code LinkedHashMap} or {@code TreeMap}, as when they are loaded.
 */
final class StateCopy {
  /** Where classes are whose objects do not change, as far as a state may hold them. */
  private static final Set<String> CONSTANTS = Set.of("java.lang", "java.math", "java.time");

  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();
  private final ArrayDeque<Stateful> reached = new ArrayDeque<>();

  /** A stateful object that was met and not yet given; null if there is none. */
  @Nullable Stateful nextReached() {
    return reached.poll();
  }

  /**
   * A copy that shares nothing that changes, but for stateful objects.
   *
   * @param field whose value it is, for messages
   * @throws ProgramException if it is of a class whose state nobody declares
   */
  @Nullable Object of(@Nullable Object value, String field) {
    if (value == null || isConstant(value)) {
      return value;
    }
    Object known = copies.get(value);
    return known != null ? known : fresh(value, field);
  }

  private static boolean isConstant(Object value) {
    Class<?> type = value.getClass();
    return value instanceof Enum<?>
        || value instanceof ByReference
        || (!type.isArray() && CONSTANTS.contains(type.getPackageName()));
  }

  private @Nullable Object fresh(Object value, String field) {
    return switch (value) {
      case Snapshot inner -> { // of an earlier version
        inner.restore();
        yield inner.component();
      }
      case Stateful inner -> {
        reached.add(inner);
        yield inner;
      }
      case List<?> list -> list(list, field);
      case Map<?, ?> map -> map(map, field);
      case Args args -> args(args, field);
      case Object[] array -> {
        Object[] copy = array.clone();
        copies.put(array, copy);
        java.util.Arrays.setAll(copy, i -> of(array[i], field + "[" + i + "]"));
        yield copy;
      }
      case Object array when array.getClass().isArray() -> {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().componentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        copies.put(array, copy);
        yield copy;
      }
      case Record tuple -> tuple(tuple, field);
      default -> {
        requireStateless(value, field);
        yield value;
      }
    };
  }

  @SuppressWarnings("unchecked")
  private List<@Nullable Object> list(List<?> list, String field) {
    List<@Nullable Object> copy =
        cloned(list) instanceof List<?> clone
            ? (List<@Nullable Object>) clone
            : new ArrayList<>(list.size());
    copy.clear();
    copies.put(list, copy);
    list.forEach(each -> copy.add(of(each, field + "[" + copy.size() + "]")));
    return copy;
  }

  @SuppressWarnings("unchecked")
  private Map<@Nullable Object, @Nullable Object> map(Map<?, ?> map, String field) {
    Map<@Nullable Object, @Nullable Object> copy =
        cloned(map) instanceof Map<?, ?> clone
            ? (Map<@Nullable Object, @Nullable Object>) clone
            : map instanceof SortedMap<?, ?> ? new TreeMap<>() : new LinkedHashMap<>();
    copy.clear();
    copies.put(map, copy);
    map.forEach(
        (key, each) -> copy.put(of(key, field + " key " + key), of(each, field + "[" + key + "]")));
    return copy;
  }

  /** A clone of a collection of {@code java.util}, or null. */
  private static @Nullable Object cloned(Object collection) {
    if (!(collection instanceof Cloneable)
        || !collection.getClass().getPackageName().equals("java.util")) {
      return null;
    }
    try {
      return collection.getClass().getMethod("clone").invoke(collection);
    } catch (ReflectiveOperationException e) {
      return null; // not a public class
    }
  }

  private Args args(Args args, String field) {
    Args copy = Args.of(args.values().stream().map(value -> some(value, field)).toArray());
    for (Map.Entry<String, Object> named : args.named().entrySet()) {
      copy = copy.with(named.getKey(), some(named.getValue(), field));
    }
    copies.put(args, copy);
    return copy;
  }

  private Object some(Object value, String field) {
    return java.util.Objects.requireNonNull(of(value, field));
  }

  private Object tuple(Record tuple, String field) {
    RecordComponent[] components = tuple.getClass().getRecordComponents();
    @Nullable Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    boolean isChanged = false;
    try {
      for (int i = 0; i < components.length; i++) {
        components[i].getAccessor().setAccessible(true);
        Object value = components[i].getAccessor().invoke(tuple);
        values[i] = of(value, field + "." + components[i].getName());
        types[i] = components[i].getType();
        isChanged |= values[i] != value && !types[i].isPrimitive();
      }
      Constructor<?> constructor = tuple.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      Object copy = isChanged ? constructor.newInstance(values) : tuple;
      copies.put(tuple, copy);
      return copy;
    } catch (ReflectiveOperationException e) {
      throw new ProgramException(
          field + ", a " + tuple.getClass().getName() + ", cannot be copied: " + e);
    }
  }

  private static void requireStateless(Object value, String field) {
    Class<?> type = value.getClass();
    boolean hasState = value instanceof Collection<?> || type.getClassLoader() == null;
    for (Class<?> c = type; c != null && !hasState; c = c.getSuperclass()) {
      for (var each : c.getDeclaredFields()) {
        hasState |= !Modifier.isStatic(each.getModifiers());
      }
    }
    if (hasState) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%s holds a %s, whose state cannot be kept; let it implement Stateful, or be a record"
                  + " or an array",
              field,
              type.getName()));
    }
  }
}
