package jacquard.plugin;

import jacquard.checkpoint.ByReference;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.ProgramException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of what a component declares as its state, to be put back into that very object.
 *
 * <p>Components it refers to are copied with it, once for each reference; data held by reference
 * are not.
 *
 * @param component whose state it is
 * @param fields the copies by name
 */
record Snapshot(Stateful component, Map<String, @Nullable Object> fields) {
  /** The state as it is now. */
  static Snapshot of(Stateful component) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    component.state(
        new Visitor(component, false) {
          @Override
          @Nullable Object visit(String name, @Nullable Object value) {
            fields.put(name, copy(value));
            return value;
          }
        });
    return new Snapshot(component, fields);
  }

  /** Puts the state back. */
  void restore() {
    component.state(
        new Visitor(component, true) {
          @Override
          @Nullable Object visit(String name, @Nullable Object value) {
            return copy(fields.get(name));
          }

          @Override
          public boolean has(String name) {
            return fields.containsKey(name);
          }
        });
  }

  /** A copy that shares nothing that changes; of a snapshot, its object with its state put back. */
  private static @Nullable Object copy(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Snapshot inner -> {
        inner.restore();
        yield inner.component;
      }
      case ByReference data -> data;
      case Stateful inner -> of(inner);
      case List<?> list -> {
        List<@Nullable Object> copies = new ArrayList<>(list.size());
        list.forEach(each -> copies.add(copy(each)));
        yield copies;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> copies =
            map instanceof java.util.SortedMap ? new java.util.TreeMap<>() : new LinkedHashMap<>();
        map.forEach((key, each) -> copies.put(key, copy(each)));
        yield copies;
      }
      case Object[] array -> {
        Object[] copies = array.clone();
        java.util.Arrays.setAll(copies, i -> shared(copies[i]));
        yield copies;
      }
      case Object array when array.getClass().isArray() -> {
        int length = Array.getLength(array);
        Object copied = Array.newInstance(array.getClass().componentType(), length);
        System.arraycopy(array, 0, copied, 0, length);
        yield copied;
      }
      default -> value; // numbers, text, enums and records
    };
  }

  /** An array's elements keep their class, so components in arrays cannot become snapshots. */
  private static @Nullable Object shared(@Nullable Object element) {
    if (element instanceof Stateful && !(element instanceof ByReference)) {
      throw new ProgramException(
          "the state of a component in an array cannot be put back; keep components in a list");
    }
    return element;
  }

  /** A visitor of fields of any class. */
  private abstract static class Visitor implements State {
    private final Stateful owner;
    private final boolean isLoading;

    Visitor(Stateful owner, boolean isLoading) {
      this.owner = owner;
      this.isLoading = isLoading;
    }

    abstract @Nullable Object visit(String name, @Nullable Object value);

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what the field has held
    public final <T extends @Nullable Object> T value(String name, T value) {
      return (T) visit(name, value);
    }

    @Override
    public final boolean isLoading() {
      return isLoading;
    }

    @Override
    public final int version() {
      return owner.stateVersion();
    }

    @Override
    public boolean has(String name) {
      return true;
    }
  }
}
