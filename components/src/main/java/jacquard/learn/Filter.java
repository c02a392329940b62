package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.LearnedNames;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.vm.Chained;
import jacquard.vm.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A component with a filter that works on rows where the kernels compute, so that filters side by
 * side are one function: the values between them are neither read nor written.
 *
 * <p>Its method {@code filt} is {@link #filtered}. No filter changes what a component has learned.
 *
 * <p>A filter knows the names of the columns it has learned from, and with {@link #labelsMatter}
 * those of the classes; {@link #load} refuses rows of others.
 */
abstract sealed class Filter implements Stateful, Chained permits Mlp, Pca, Rbm, Scaler, Softmax {
  private LearnedNames names = LearnedNames.NONE;

  /** Declares the names. */
  final void namesState(State s) {
    names = names.state(s);
  }

  /** Forgets the names. */
  final void forgetNames() {
    names = LearnedNames.NONE;
  }

  /** Learns names from rows that {@link #load} has checked. */
  final void learnNames(Examples rows) {
    names = labelsMatter() ? names.with(rows) : names.with(rows).ofColumns();
  }

  /** Refuses rows of other columns or classes than those learned. */
  final void checkNames(String model, Examples rows) {
    names.checkColumns(model, rows);
    checkClasses(model, rows);
  }

  private void checkClasses(String model, Examples rows) {
    if (labelsMatter()) {
      names.checkClasses(model, rows);
    }
  }

  /** Whether it learns from labels. */
  boolean labelsMatter() {
    return false;
  }

  /** What it computes with. */
  public abstract Kernels kernels();

  /** The examples where the kernels compute, not to be changed. */
  abstract Matrix load(Examples examples);

  /**
   * What the filter makes of rows, in a matrix of its own that its next call changes.
   *
   * @param x not a matrix of this component
   * @throws RuntimeException if the rows are of another width, or nothing was learned yet
   */
  abstract Matrix filter(Matrix x);

  final Batch filtered(Examples examples) {
    return read(examples, filter(load(examples)));
  }

  private Batch read(Examples examples, Matrix y) {
    return Batch.under(examples, y.cols(), kernels().read(y));
  }

  /** Joins calls of {@code filt} of different components that compute with the same kernels. */
  @Override
  public final @Nullable UnaryOperator<Object> chain(List<Method> calls) {
    List<Filter> filters = new ArrayList<>();
    Set<Filter> different = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Method call : calls) {
      boolean isFilter =
          call.receiver() instanceof Filter filter
              && call.name().equals("filt")
              && filter.kernels() == kernels()
              && different.add(filter)
              && filters.add(filter);
      if (!isFilter) {
        return null;
      }
    }
    return examples -> joined(filters, (Examples) examples);
  }

  private Batch joined(List<Filter> filters, Examples examples) {
    Matrix x = load(examples);
    for (Filter filter : filters) {
      filter.checkClasses(filter.getClass().getSimpleName().toLowerCase(Locale.ROOT), examples);
      x = filter.filter(x);
    }
    return read(examples, x);
  }
}
