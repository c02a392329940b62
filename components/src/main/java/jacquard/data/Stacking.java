package jacquard.data;

import java.util.List;

/** The stacking of samples and batches of the same width below each other. */
final class Stacking {
  private Stacking() {}

  static Batch stack(List<?> parts) {
    Examples top = (Examples) parts.getFirst();
    int rows = 0;
    boolean adjacent = true;
    for (int i = 0; i < parts.size(); i++) {
      Examples part = (Examples) parts.get(i);
      if (part.columns() != top.columns()) {
        throw new IllegalArgumentException(
            "cannot stack: value 0 has %d columns, value %d has %d"
                .formatted(top.columns(), i, part.columns()));
      }
      adjacent &= part.block() == top.block() && part.first() == top.first() + rows;
      rows = Math.addExact(rows, part.rows());
    }
    return adjacent
        ? new Batch(top.block(), top.first(), rows)
        : copied(parts, rows, top.columns());
  }

  private static Batch copied(List<?> parts, int rows, int columns) {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    int[] labels = new int[rows];
    int row = 0;
    for (Object each : parts) {
      Examples part = (Examples) each;
      Block from = part.block();
      System.arraycopy(
          from.values(), part.first() * columns, values, row * columns, part.rows() * columns);
      System.arraycopy(from.labels(), part.first(), labels, row, part.rows());
      row += part.rows();
    }
    return new Batch(new Block(columns, values, labels, null), 0, rows);
  }
}
