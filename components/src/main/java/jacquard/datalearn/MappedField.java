package jacquard.datalearn;

import jacquard.data.MappedDataset;
import jacquard.expression.ElementType;
import jacquard.expression.Table;

/**
 * The values or the targets of a mapped data set, of which only the rows that are selected are
 * read.
 *
 * @param isTarget whether it is the labels or real-valued targets
 */
record MappedField(MappedDataset data, boolean isTarget) implements Table {
  @Override
  public String name() {
    return data.name() + (isTarget ? ".target" : ".input");
  }

  @Override
  public ElementType type() {
    return isTarget && !data.hasTargets() ? ElementType.INT : ElementType.FLOAT;
  }

  @Override
  public int rows() {
    return data.rows();
  }

  @Override
  public int columns() {
    return isTarget ? 1 : data.columns();
  }

  @Override
  public void read(int first, int count, Object to, int at) {
    if (isTarget && data.hasTargets()) {
      data.readTargets(first, count, (float[]) to, at);
    } else if (isTarget) {
      data.readLabels(first, count, (int[]) to, at);
    } else {
      data.read(first, count, (float[]) to, at);
    }
  }
}
