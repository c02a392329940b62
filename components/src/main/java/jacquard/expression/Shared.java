package jacquard.expression;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.vm.Atomic;
import jacquard.vm.HalfDone;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A named value that may change between two calls of a compiled function, which is not compiled
 * again: a parameter, or a setting.
 *
 * <p>Floats move to the device of the function that uses them and stay there. Shape and type are
 * fixed. One thread at a time.
 */
@Atomic
public final class Shared implements Stateful {
  private String name;
  private Value value;
  private long version;

  /** Where the floats are, if they are newer than {@link #value}, or as new. */
  private @Nullable Matrix matrix;

  private @Nullable Kernels owner;

  /** Gives the matrix of somebody else; null if the value is this object's own. */
  private @Nullable Supplier<Matrix> view;

  /** Makes a shared value. */
  public Shared(String name, Value value) {
    if (value.type() == ElementType.TEXT || value.rows() == 0) {
      throw new IllegalArgumentException(name + ": cannot share " + value);
    }
    this.name = name;
    this.value = value;
  }

  /** A shared matrix of zeros. */
  public static Shared zeros(String name, int rows, int columns) {
    return new Shared(name, Value.of(rows, columns, new float[Math.multiplyExact(rows, columns)]));
  }

  /** A shared number. */
  public static Shared number(String name, float value) {
    return new Shared(name, Value.of(1, 1, value));
  }

  /** A shared integer. */
  public static Shared integer(String name, int value) {
    return new Shared(name, Value.ofInts(value));
  }

  /** A view of a matrix that belongs to somebody else, who alone changes it. */
  public static Shared view(String name, Kernels owner, Supplier<Matrix> matrix) {
    Matrix now = matrix.get();
    Shared shared = zeros(name, now.rows(), now.cols());
    shared.owner = owner;
    shared.view = matrix;
    return shared;
  }

  /** To be loaded. */
  private Shared() {
    this("", Value.ofInts(0));
  }

  @Override
  public void state(State s) {
    name = s.value("name", name);
    value = s.value("value", value());
    matrix = s.isLoading() ? null : matrix;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** The number of rows. */
  public int rows() {
    return value.rows();
  }

  /** The number of columns. */
  public int columns() {
    return value.columns();
  }

  Value like() {
    return value;
  }

  /** Whether somebody else changes the value. */
  public boolean isView() {
    return view != null;
  }

  /** A number that is another one when the value has changed; of a view it tells nothing. */
  public long version() {
    return version;
  }

  /** The value now. */
  public Value value() {
    Matrix m = view == null ? matrix : view.get();
    if (m != null && owner != null) {
      return new Value(ElementType.FLOAT, value.rows(), value.columns(), owner.read(m));
    }
    return value;
  }

  /** Changes the value. */
  public void set(Value newValue) {
    if (view != null) {
      throw new IllegalStateException(
          name + " shows what belongs to somebody else: change it there");
    }
    if (newValue.type() != value.type() || !newValue.shape().equals(value.shape())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is %s %s, cannot become %s %s",
              name,
              value.type(),
              value.shape(),
              newValue.type(),
              newValue.shape()));
    }
    if (matrix != null && owner != null) {
      owner.write(matrix, newValue.expect(float[].class));
    }
    value = newValue;
    version++;
  }

  /** Makes a rare change of several values; if it throws, they are put back to what they were. */
  public static void unlessWhole(List<Shared> all, Runnable change) {
    List<Value> before = all.stream().map(Shared::value).toList();
    try {
      change.run();
    } catch (RuntimeException | Error e) {
      try {
        for (int i = 0; i < before.size(); i++) {
          all.get(i).set(before.get(i));
        }
      } catch (RuntimeException | Error again) {
        e.addSuppressed(again);
        throw HalfDone.mark(e);
      }
      throw e;
    }
  }

  /** Changes the numbers, row after row. */
  public void set(float... values) {
    set(Value.of(value.rows(), value.columns(), values));
  }

  /** Changes the integer. */
  public void set(int newValue) {
    set(Value.ofInts(newValue));
  }

  /** The floats where the kernels compute. */
  Matrix on(Kernels kernels) {
    if (view != null) {
      return owner == kernels ? checked(view.get()) : copied(kernels);
    }
    if (matrix == null || owner != kernels) {
      Matrix copy = copied(kernels);
      matrix = copy;
      owner = kernels;
    }
    return matrix;
  }

  /** The floats where the kernels compute, if they are there. */
  @Nullable Matrix resident(Kernels kernels) {
    return owner == kernels ? matrix : null;
  }

  private Matrix checked(Matrix m) {
    if (m.rows() != value.rows() || m.cols() != value.columns()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s was %s, has become %s; make its learner anew",
              name,
              value.shape(),
              m.shape()));
    }
    return m;
  }

  private Matrix copied(Kernels kernels) {
    Matrix copy = kernels.matrix(value.rows(), value.columns());
    kernels.write(copy, value().expect(float[].class));
    return copy;
  }

  /** Tells that the matrix given by {@link #on} was changed. */
  void changed() {
    version++;
  }
}
