package jacquard.learn;

import jacquard.checkpoint.ByReference;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.npy.NpyArray;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that components consist of, as arrays: their parameters, and what else they declare
 * as state.
 *
 * <p>Names are {@code component.field}; what a component is made of goes on below, as in {@code
 * dbn.stack.0.weights}. Matrices have two dimensions, arrays one, single numbers none. Left out are
 * data sets, settings, and components that have a name of their own.
 */
public final class ParameterArrays {
  private ParameterArrays() {}

  /** The arrays of named components, by name. */
  public static SortedMap<String, NpyArray> of(Map<String, Object> components) {
    SortedMap<String, NpyArray> arrays = new TreeMap<>();
    Set<Object> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    entered.addAll(components.values());
    components.forEach(
        (name, component) -> {
          if (component instanceof Stateful stateful && !(component instanceof ByReference)) {
            stateful.state(new Visitor(name, stateful.stateVersion(), entered, arrays));
          }
        });
    return arrays;
  }

  /** The visitor that keeps numbers of one object and of what it consists of. */
  static final class Visitor implements State {
    private final String owner;
    private final int version;
    private final Set<Object> entered;
    private final Map<String, NpyArray> arrays;

    private Visitor(String owner, int version, Set<Object> entered, Map<String, NpyArray> arrays) {
      this.owner = owner;
      this.version = version;
      this.entered = entered;
      this.arrays = arrays;
    }

    /** Keeps a matrix with its shape, which the values alone have not. */
    void matrix(String name, int rows, int columns, float[] values) {
      arrays.put(owner + "." + name, NpyArray.matrix(rows, columns, values));
    }

    @Override
    public <T extends @Nullable Object> T value(String name, T value) {
      keep(owner + "." + name, value);
      return value;
    }

    private void keep(String name, @Nullable Object value) {
      switch (value) {
        case float[] array -> arrays.put(name, NpyArray.vector(array.clone()));
        case double[] array -> arrays.put(name, NpyArray.vector(array.clone()));
        case int[] array -> arrays.put(name, NpyArray.vector(array.clone()));
        case long[] array -> arrays.put(name, NpyArray.vector(array.clone()));
        case Float number -> number(name, new float[] {number});
        case Double number -> number(name, new double[] {number});
        case Integer number -> number(name, new int[] {number});
        case Long number -> number(name, new long[] {number});
        case List<?> list -> {
          for (int i = 0; i < list.size(); i++) {
            keep(name + "." + i, list.get(i));
          }
        }
        case Stateful part when !(part instanceof ByReference) && entered.add(part) ->
            part.state(new Visitor(name, part.stateVersion(), entered, arrays));
        case null, default -> {} // no numbers
      }
    }

    private void number(String name, Object element) {
      arrays.put(name, NpyArray.of(element));
    }

    @Override
    public boolean isLoading() {
      return false;
    }

    @Override
    public int version() {
      return version;
    }

    @Override
    public boolean has(String name) {
      return true;
    }
  }
}
