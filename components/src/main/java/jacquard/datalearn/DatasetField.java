package jacquard.datalearn;

import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.expression.ElementType;
import jacquard.expression.Table;
import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;

/**
 * The values or the targets of a data set, which stay on the device.
 *
 * @param isTarget whether it is the labels or real-valued targets
 */
record DatasetField(Dataset data, boolean isTarget) implements Table {
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
    return data.size();
  }

  @Override
  public int columns() {
    return isTarget ? 1 : data.columns();
  }

  @Override
  public void read(int first, int count, Object to, int at) {
    if (count > 0) {
      Batch rows = data.all().rows(first, count);
      Object from = !isTarget ? rows.values() : data.hasTargets() ? rows.targets() : rows.labels();
      System.arraycopy(from, 0, to, at, count * columns());
    }
  }

  @Override
  public Matrix resident(Kernels kernels) {
    return isTarget ? data.all().targetsOn(kernels) : data.all().on(kernels);
  }

  @Override
  public Labels residentLabels(Kernels kernels) {
    return data.all().labelsOn(kernels);
  }
}
