package jacquard.hook;

import jacquard.checkpoint.ByReference;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Args;
import jacquard.vm.ProgramException;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search for numbers that are not finite: in numbers, arrays, collections, and what components
 * declare as their state. Data held by reference and other objects are passed over.
 */
public final class Finite {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Finite() {}

  /**
   * Looks through a value.
   *
   * @throws ProgramException naming the first number that is not finite
   */
  public static void require(String name, @Nullable Object value) {
    new Finite().look(name, value);
  }

  private void look(String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Double d -> number(name, d);
      case Float f -> number(name, f);
      case double[] numbers -> {
        for (int i = 0; i < numbers.length; i++) {
          number(name, i, numbers[i]);
        }
      }
      case float[] numbers -> {
        for (int i = 0; i < numbers.length; i++) {
          number(name, i, numbers[i]);
        }
      }
      case Object o when !seen.add(o) -> {}
      case Object[] array -> {
        for (int i = 0; i < array.length; i++) {
          look(name + "[" + i + "]", array[i]);
        }
      }
      case Args args -> {
        look(name, args.values().toArray());
        look(name, args.named());
      }
      case Collection<?> all -> look(name, all.toArray());
      case Map<?, ?> map -> map.forEach((key, each) -> look(name + "[" + key + "]", each));
      case ByReference reference -> {}
      case Stateful component -> component.state(new Looking(name, component));
      default -> {}
    }
  }

  private static void number(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new ProgramException(name + " is " + value);
    }
  }

  /** Apart, so that no name is made for a number that is right. */
  private static void number(String array, int i, double value) {
    if (!Double.isFinite(value)) {
      number(array + "[" + i + "]", value);
    }
  }

  /** The visitor that looks at fields, as if they were to be saved. */
  private final class Looking implements State {
    private final String name;
    private final Stateful owner;

    Looking(String name, Stateful owner) {
      this.name = name;
      this.owner = owner;
    }

    @Override
    public <T extends @Nullable Object> T value(String field, T value) {
      look(name + "." + field, value);
      return value;
    }

    @Override
    public boolean isLoading() {
      return false;
    }

    @Override
    public int version() {
      return owner.stateVersion();
    }

    @Override
    public boolean has(String field) {
      return true;
    }
  }
}
