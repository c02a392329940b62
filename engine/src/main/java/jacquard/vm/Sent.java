package jacquard.vm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * What a guarded body sent when it suspended, as it was then, to be compared with what the body
 * sends when it is entered again.
 *
 * <p>Whoever got the values may have changed them in place since, so references alone do not tell.
 * Of each value a <em>mark</em> is kept:
 *
 * <ul>
 *   <li>of numbers, text and other values that cannot change, the value;
 *   <li>of an array of primitives, the array and a digest of its elements;
 *   <li>of a list or an array of objects, it and the marks of its elements;
 *   <li>of anything else, the object: only classes are compared, since it may not know its equals.
 * </ul>
 *
 * <p>An array or list that is sent again itself, from a local say, is the same whatever it holds by
 * now. Of more than {@value #WHOLE} elements, some are taken at even distances: a digest then takes
 * some 0.5 microseconds however long the array is, where a copy of 78,400 floats took 12, a digest
 * of all of them 24 and filling them 30 (JDK 25, a busy core of an AMD EPYC).
 *
 * @param marks of the positional values, then of the named ones, whose names follow
 */
record Sent(List<@Nullable Object> marks) {
  /** Of how many elements of an array all are taken, and how many of a longer one. */
  private static final int WHOLE = 512;

  /** The same for lists and arrays of objects, each of whose elements takes longer. */
  private static final int LISTED = 64;

  /** How deep lists are looked into. */
  private static final int DEEPEST = 3;

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  /** The marks of values. */
  static Sent of(Args args) {
    Object[] values = args.array();
    if (args.named().isEmpty() && areConstant(values)) {
      return new Sent(args.values());
    }
    List<@Nullable Object> marks = new ArrayList<>(values.length + 2 * args.named().size());
    for (Object value : values) {
      marks.add(mark(value, 0));
    }
    args.named()
        .forEach(
            (name, value) -> {
              marks.add(mark(value, 0));
              marks.add(name);
            });
    return new Sent(marks);
  }

  private static boolean areConstant(Object[] values) {
    for (Object value : values) {
      if (!isConstant(value)) {
        return false;
      }
    }
    return true;
  }

  /** Whether these are surely other values than were sent. */
  boolean differsFrom(Args args) {
    List<@Nullable Object> now = new ArrayList<>(args.values());
    args.named()
        .forEach(
            (name, value) -> {
              now.add(value);
              now.add(name);
            });
    return differ(marks, now);
  }

  /** Whether a value is surely another than one that was sent as it was then. */
  boolean differs(@Nullable Object sent, @Nullable Object now) {
    for (Object mark : marks) {
      if (mark instanceof List<?> of && of.getFirst() == sent && of.size() > 1) {
        return differ(mark, now);
      }
    }
    return true;
  }

  /**
   * What is saved: the marks.
   *
   * @see #loaded
   */
  List<@Nullable Object> saved() {
    return marks;
  }

  /**
   * The marks again.
   *
   * @throws ProgramException if they are none
   */
  static Sent loaded(List<?> saved) {
    saved.forEach(Sent::requireMark);
    return new Sent(new ArrayList<>(saved));
  }

  private static void requireMark(@Nullable Object mark) {
    if (!(mark instanceof List<?> parts)) {
      return;
    }
    boolean isMark =
        switch (parts.size()) {
          case 1 -> parts.getFirst() != null;
          case 2 -> parts.getFirst() != null && parts.get(1) instanceof Long;
          case 3 ->
              parts.getFirst() != null
                  && parts.get(1) instanceof Integer
                  && parts.get(2) instanceof List<?>;
          default -> false;
        };
    if (!isMark) {
      throw new ProgramException("what a body had sent is damaged: " + Shown.value(parts));
    }
    if (parts.size() == 3) {
      ((List<?>) parts.get(2)).forEach(Sent::requireMark);
    }
  }

  // ---- marks ------------------------------------------------------------------------------------

  private static @Nullable Object mark(@Nullable Object value, int depth) {
    if (value == null || isConstant(value)) {
      return value;
    }
    if (value.getClass().isArray() && value.getClass().componentType().isPrimitive()) {
      return Arrays.asList(value, digest(value));
    }
    List<?> elements = depth < DEEPEST ? elements(value) : null;
    if (elements == null) {
      return Arrays.asList(value);
    }
    List<@Nullable Object> marks = new ArrayList<>();
    sample(elements).forEach(element -> marks.add(mark(element, depth + 1)));
    return Arrays.asList(value, elements.size(), marks);
  }

  private static boolean isConstant(Object value) {
    return value instanceof Enum<?>
        || (value instanceof Comparable<?> && value.getClass().getClassLoader() == null);
  }

  /** The elements of an array of objects or a list of the JDK's; another may compute them. */
  private static @Nullable List<?> elements(Object value) {
    return value instanceof Object[] array
        ? Arrays.asList(array)
        : value instanceof List<?> list && value.getClass().getClassLoader() == null ? list : null;
  }

  private static List<?> sample(List<?> elements) {
    int size = elements.size();
    if (size <= LISTED) {
      return elements;
    }
    if (!(elements instanceof RandomAccess)) {
      return elements.stream().limit(LISTED).toList();
    }
    List<@Nullable Object> some = new ArrayList<>(LISTED);
    for (int i = 0; i < LISTED; i++) {
      some.add(elements.get((int) ((long) i * size / LISTED)));
    }
    return some;
  }

  private static boolean differ(@Nullable Object mark, @Nullable Object now) {
    if (!(mark instanceof List<?> parts)) {
      return mark == null ? now != null : !mark.equals(now);
    }
    Object sent = parts.getFirst();
    if (sent == now) {
      return false;
    }
    if (now == null || sent == null) {
      return true;
    }
    List<?> elements = parts.size() == 3 ? elements(now) : null;
    if (elements != null) {
      return sent instanceof List<?> != now instanceof List<?>
          || !Objects.equals(parts.get(1), elements.size())
          || differ((List<?>) parts.get(2), sample(elements));
    }
    if (sent.getClass() != now.getClass()) {
      return true;
    }
    return parts.size() == 2 && !Objects.equals(parts.get(1), digest(now));
  }

  private static boolean differ(List<?> marks, List<?> now) {
    boolean differ = marks.size() != now.size();
    for (int i = 0; !differ && i < marks.size(); i++) {
      differ = differ(marks.get(i), now.get(i));
    }
    return differ;
  }

  // ---- digests ----------------------------------------------------------------------------------

  private static long digest(Object array) {
    int length = java.lang.reflect.Array.getLength(array);
    int count = Math.min(length, WHOLE);
    long[] lanes = {length, 1, 2, 3}; // a single one would wait for its multiplications
    for (int i = 0; i < count; i++) {
      int at = length <= WHOLE ? i : (int) ((long) i * length / WHOLE);
      lanes[i & 3] = (lanes[i & 3] ^ bits(array, at)) * PRIME;
    }
    long digest = 0;
    for (long lane : lanes) {
      digest = (digest ^ digest >>> 32 ^ lane) * PRIME;
    }
    return digest;
  }

  private static long bits(Object array, int i) {
    return switch (array) {
      case float[] a -> Float.floatToRawIntBits(a[i]);
      case double[] a -> Double.doubleToRawLongBits(a[i]);
      case int[] a -> a[i];
      case long[] a -> a[i];
      case byte[] a -> a[i];
      case short[] a -> a[i];
      case char[] a -> a[i];
      case boolean[] a -> a[i] ? 1 : 0;
      default -> throw new IllegalArgumentException(array.getClass().getName());
    };
  }

  /** The values as they are now, for people. */
  @Override
  public String toString() {
    List<Object> values = new ArrayList<>();
    marks.forEach(mark -> values.add(mark instanceof List<?> parts ? parts.getFirst() : mark));
    return Args.of(values.toArray()).toString();
  }
}
