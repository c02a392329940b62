package jacquard.vm;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An immutable tuple of positional and named values: what a jump carries.
 *
 * <p>Values are never null: a component that gives nothing gives {@link #EMPTY}.
 */
public final class Args {
  /** No values at all. */
  public static final Args EMPTY = new Args(new Object[0], Map.of());

  private static final int SHOWN = 20;

  private final Object[] values;
  private final Map<String, Object> named;

  private Args(Object[] values, Map<String, Object> named) {
    this.values = values;
    this.named = named;
  }

  /**
   * Positional values.
   *
   * @throws IllegalArgumentException if one of them is null
   */
  public static Args of(Object... values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw new IllegalArgumentException("value " + i + " is null; leave it out instead");
      }
    }
    return values.length == 0 ? EMPTY : new Args(values.clone(), Map.of());
  }

  /** The values of one reply: nothing for null, else that one value. */
  static Args reply(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? EMPTY : new Args(new Object[] {value}, Map.of());
  }

  /**
   * The same values and one more named value.
   *
   * @throws IllegalArgumentException if the value is null
   */
  public Args with(String name, Object value) {
    Objects.requireNonNull(name, "name");
    if (value == null) {
      throw new IllegalArgumentException("value " + name + " is null; leave it out instead");
    }
    TreeMap<String, Object> all = new TreeMap<>(named);
    all.put(name, value);
    return new Args(values, Collections.unmodifiableMap(all));
  }

  /** How many positional values there are. */
  public int size() {
    return values.length;
  }

  /** Whether there are neither positional nor named values. */
  public boolean isEmpty() {
    return values.length == 0 && named.isEmpty();
  }

  /**
   * Positional value {@code i}.
   *
   * @throws ProgramException if there are not so many
   */
  public Object get(int i) {
    if (i < 0 || i >= values.length) {
      throw new ProgramException("value " + i + " was asked for, but was given " + this);
    }
    return values[i];
  }

  /** The positional values, in order. */
  public List<Object> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /** The positional values themselves, not to be changed. */
  Object[] array() {
    return values;
  }

  /** The named values, sorted by name. */
  public Map<String, Object> named() {
    return named;
  }

  /** Whether this is exactly one positional value and nothing else: what a Buffer can stack. */
  public boolean isSingle() {
    return values.length == 1 && named.isEmpty();
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Args that
        && Arrays.deepEquals(values, that.values)
        && named.equals(that.named);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(values) + named.hashCode();
  }

  /** The values as a person reads them; many values and long arrays are cut. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("(");
    Arrays.stream(values).limit(SHOWN).forEach(v -> separate(text).append(Shown.value(v)));
    if (values.length > SHOWN) {
      separate(text).append('…');
    }
    named.forEach(
        (name, value) -> separate(text).append(name).append('=').append(Shown.value(value)));
    return text.append(')').toString();
  }

  private static StringBuilder separate(StringBuilder text) {
    return text.length() > 1 ? text.append(", ") : text;
  }
}
