package jacquard.checkpoint;

import jacquard.vm.Args;
import jacquard.vm.Routine;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The registered classes: the only ones a checkpoint may name and a loader instantiate. */
public final class Types {
  /** What arrays may be of besides primitives and registered classes, by descriptor. */
  private static final Map<String, Class<?>> ELEMENTS =
      Stream.<Class<?>>of(
              Object.class,
              String.class,
              Boolean.class,
              Byte.class,
              Short.class,
              Character.class,
              Integer.class,
              Long.class,
              Float.class,
              Double.class,
              Number.class,
              List.class,
              Map.class,
              Args.class)
          .collect(Collectors.toUnmodifiableMap(Class::descriptorString, type -> type));

  private final Map<String, Class<?>> classes = new LinkedHashMap<>();
  private final Map<String, Class<?>> renamed = new LinkedHashMap<>();
  private final Map<Class<?>, Function<String, ?>> attachers = new LinkedHashMap<>();

  private Types() {}

  /** The classes of all {@link SavedTypes} providers on the class path, and these. */
  public static Types with(Class<?>... more) {
    Types types = new Types().add(SavedHook.class);
    ServiceLoader.load(SavedTypes.class).forEach(provider -> provider.register(types));
    for (Class<?> type : more) {
      types.add(type);
    }
    return types;
  }

  /**
   * Registers a class: a {@link Stateful} one, a record, an enum, a generator or construct, or one
   * without instance fields.
   *
   * @throws CheckpointException if it is none of these, cannot be made anew, or claims an earlier
   *     name that another one has had
   */
  public Types add(Class<?> type) {
    if (!type.isEnum() && !type.isRecord()) {
      if (!Stateful.class.isAssignableFrom(type) && hasFields(type)) {
        throw new CheckpointException(
            type.getName() + " has fields but does not declare its state; implement Stateful");
      }
      Instances.requireConstructor(type);
    }
    if (type.isRecord()) {
      RecordForm.of(type); // says what is wrong with its constructors
    }
    put(type);
    return this;
  }

  private void put(Class<?> type) {
    classes.put(type.getName(), type);
    for (String name : Renames.of(type)) {
      Class<?> other = renamed.put(name, type);
      if (other != null && other != type) {
        throw new CheckpointException(
            String.format(
                Locale.ROOT,
                "%s and %s both say that they were formerly %s; only one class can be it",
                other.getName(),
                type.getName(),
                name));
      }
    }
  }

  /**
   * Registers a class whose objects are saved by reference.
   *
   * @param attach gives the object that stands at a {@link ByReference#source}
   */
  public <T extends ByReference> Types reference(Class<T> type, Function<String, T> attach) {
    put(type);
    attachers.put(type, attach);
    return this;
  }

  /** The same, but what is attached is kept and given again for the same source. */
  Types keepingAttached() {
    Types keeping = new Types();
    keeping.classes.putAll(classes);
    keeping.renamed.putAll(renamed);
    attachers.forEach(
        (type, attach) -> {
          Map<String, Object> kept = new ConcurrentHashMap<>();
          keeping.attachers.put(type, source -> kept.computeIfAbsent(source, attach));
        });
    return keeping;
  }

  /** The class of a descriptor that arrays may be of without its being registered, or null. */
  static @Nullable Class<?> element(String descriptor) {
    return ELEMENTS.get(descriptor);
  }

  /** All registered classes. */
  public List<Class<?>> classes() {
    return List.copyOf(classes.values());
  }

  boolean isRegistered(Class<?> type) {
    return classes.get(type.getName()) == type;
  }

  /**
   * Whether no object of a declared type can be saved, as far as that is certain: it is a class
   * that is neither registered nor extended by one that is, nor a collection.
   */
  boolean isNeverSaved(Class<?> type) {
    if (type.isArray()) {
      return isNeverSaved(type.getComponentType());
    }
    boolean isOpen = type.isInterface() || Modifier.isAbstract(type.getModifiers());
    return !type.isPrimitive()
        && !isOpen
        && element(type.descriptorString()) == null
        && !Collection.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type)
        && classes.values().stream().noneMatch(type::isAssignableFrom);
  }

  /** The registered class of a name, or of an {@linkplain Formerly earlier} one; or null. */
  @Nullable Class<?> named(String name) {
    Class<?> type = classes.get(name);
    return type != null ? type : renamed.get(name);
  }

  @Nullable Function<String, ?> attacher(Class<?> type) {
    return attachers.get(type);
  }

  /**
   * Whether a class or a superclass has instance fields; those of the engine's own bases do not
   * count.
   */
  static boolean hasFields(Class<?> type) {
    for (Class<?> c = type;
        c != null && c != Object.class && c != Routine.class;
        c = c.getSuperclass()) {
      for (var field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          return true;
        }
      }
    }
    return false;
  }
}
