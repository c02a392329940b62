package jacquard.checkpoint;

import jacquard.vm.Routine;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search for fields that an object's {@code state} method leaves out.
 *
 * <p>A field that is neither static nor transient is left out if the method's {@linkplain
 * StateFields code} never touches it, or if it holds a plain value that is never set there and
 * differs after loading. A final field of a plain value is left out only if it differs: what a
 * constructor always gives needs no saving.
 */
final class Forgotten {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          java.math.BigInteger.class,
          java.math.BigDecimal.class,
          java.time.Duration.class,
          java.time.Instant.class,
          java.util.Locale.class,
          java.util.UUID.class);

  /** Classes of the JDK whose objects change. */
  private static final Set<Class<?>> CHANGING =
      Set.of(
          java.util.Random.class,
          java.util.SplittableRandom.class,
          java.util.BitSet.class,
          StringBuilder.class,
          java.util.concurrent.atomic.AtomicBoolean.class,
          java.util.concurrent.atomic.AtomicInteger.class,
          java.util.concurrent.atomic.AtomicLong.class,
          java.util.concurrent.atomic.AtomicReference.class,
          java.util.concurrent.atomic.LongAdder.class,
          java.util.concurrent.atomic.DoubleAdder.class);

  /** What a class's code says, however many experiments are looked at. */
  private static final ClassValue<StateFields> CODE =
      new ClassValue<>() {
        @Override
        protected StateFields computeValue(Class<?> type) {
          return StateFields.of(type);
        }
      };

  private Forgotten() {}

  /**
   * What is left out, one sentence each.
   *
   * @param saved an object as it is
   * @param loaded the same after saving and loading
   */
  static List<String> in(Stateful saved, Stateful loaded) {
    List<String> sentences = new ArrayList<>();
    StateFields code = CODE.get(saved.getClass());
    Class<?> type = saved.getClass();
    for (; type != null && !isOthers(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (isDeclared(field) && isForgotten(field, code, saved, loaded)) {
          sentences.add(sentence(field, saved));
        }
      }
    }
    if (type != null && inherits(type) && losesInherited(code, saved, loaded)) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "state() of %s leaves out what it inherits from %s: keep that in a field instead, or"
                  + " give it to s.value too",
              saved.getClass().getName(),
              type.getName()));
    }
    return sentences;
  }

  private static String sentence(Field field, Stateful saved) {
    String owner = saved.getClass().getName();
    boolean isInherited = field.getDeclaringClass() != saved.getClass();
    return String.format(
        Locale.ROOT,
        "state() of %s leaves out its field %s%s, which would be lost: write %s = s.value(\"%s\","
            + " %s) there, or declare it transient if it is a handle or derived from others",
        owner,
        field.getName(),
        isInherited ? " (of " + field.getDeclaringClass().getName() + ")" : "",
        field.getName(),
        field.getName(),
        field.getName());
  }

  private static boolean isDeclared(Field field) {
    int modifiers = field.getModifiers();
    return !Modifier.isStatic(modifiers)
        && !Modifier.isTransient(modifiers)
        && !field.isSynthetic();
  }

  private static boolean isForgotten(Field field, StateFields code, Object saved, Object loaded) {
    if (code.sets(field)) {
      return false;
    }
    if (isPlain(field.getType())) {
      boolean mayDiffer = Modifier.isFinal(field.getModifiers()) || code.visits(field);
      return !mayDiffer || !Objects.equals(value(field, saved), value(field, loaded));
    }
    return !code.visits(field) && !isConstant(field, saved, loaded);
  }

  private static boolean isPlain(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || PLAIN.contains(type)
        || (type.isRecord()
            && Arrays.stream(type.getRecordComponents()).allMatch(c -> isPlain(c.getType())));
  }

  /**
   * Whether a field always refers to the same object, which is not known to change: a final one,
   * but for arrays, collections and numbers that change, and for what declares a state.
   */
  private static boolean isConstant(Field field, Object saved, Object loaded) {
    if (!Modifier.isFinal(field.getModifiers())) {
      return false;
    }
    Object value = value(field, saved);
    if (value instanceof Collection || value instanceof Map) {
      return Kinds.isFixed(value.getClass().getName())
          && Objects.equals(value, value(field, loaded));
    }
    return value == null
        || !(value instanceof Stateful
            || value.getClass().isArray()
            || CHANGING.contains(value.getClass()));
  }

  private static boolean hasState(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          return true;
        }
      }
    }
    return type.isArray();
  }

  private static @Nullable Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException | RuntimeException e) {
      return null; // a package that is not open: nothing is known of its values
    }
  }

  /** Classes that have no state() of their own to be right or wrong. */
  private static boolean isOthers(Class<?> type) {
    return type == Routine.class || type.getName().startsWith("java.");
  }

  /** Whether a class of the JDK has something that its subclasses inherit. */
  private static boolean inherits(Class<?> type) {
    return type != Object.class
        && type != Routine.class
        && !type.getName().startsWith("java.util.Abstract")
        && hasState(type);
  }

  private static boolean losesInherited(StateFields code, Object saved, Object loaded) {
    return !code.callsInherited() || size(saved) != size(loaded);
  }

  private static int size(Object value) {
    return switch (value) {
      case Collection<?> collection -> collection.size();
      case Map<?, ?> map -> map.size();
      default -> 0;
    };
  }
}
