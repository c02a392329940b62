package jacquard.vm;

import java.util.List;

/** A value that knows how a Buffer stacks it with its like into one array-like value. */
public interface Stackable {
  /**
   * Stacks rows into one value, for example samples into a batch.
   *
   * @param rows at least one value, all of this value's class, this one first
   * @return the stacked value
   * @throws IllegalArgumentException if the rows cannot be stacked (unequal shapes, say)
   */
  Object stack(List<?> rows);
}
