package jacquard.vm;

import java.util.Arrays;
import java.util.List;

/**
 * What a Buffer of an optimized run has gathered, in the array that the stack of values of their
 * type is.
 */
abstract class Gathered {
  /** Room for so many results of a method that gives a type. */
  static Gathered of(Class<?> type, int count) {
    return type == int.class
        ? new Ints(count)
        : type == double.class ? new Doubles(count) : new Rest(count);
  }

  /** Takes the next result. */
  abstract void add(int i, Object value);

  /** All results, stacked. */
  abstract Object stack();

  /** The first results. */
  abstract List<Object> values(int count);

  private static final class Ints extends Gathered {
    private final int[] all;

    Ints(int count) {
      all = new int[count];
    }

    @Override
    void add(int i, Object value) {
      all[i] = (Integer) value;
    }

    @Override
    Object stack() {
      return all;
    }

    @Override
    List<Object> values(int count) {
      return Arrays.stream(all, 0, count).<Object>mapToObj(i -> i).toList();
    }
  }

  private static final class Doubles extends Gathered {
    private final double[] all;

    Doubles(int count) {
      all = new double[count];
    }

    @Override
    void add(int i, Object value) {
      all[i] = (Double) value;
    }

    @Override
    Object stack() {
      return all;
    }

    @Override
    List<Object> values(int count) {
      return Arrays.stream(all, 0, count).<Object>mapToObj(d -> d).toList();
    }
  }

  private static final class Rest extends Gathered {
    private final Object[] all;

    Rest(int count) {
      all = new Object[count];
    }

    @Override
    void add(int i, Object value) {
      all[i] = value;
    }

    @Override
    Object stack() {
      return Stack.of(Arrays.asList(all));
    }

    @Override
    List<Object> values(int count) {
      return Arrays.asList(all).subList(0, count);
    }
  }
}
