package jacquard.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The stacking of samples and batches of the same width below each other. */
final class Stacking {
  private Stacking() {}

  static Batch stack(List<?> parts) {
    Examples top = (Examples) parts.getFirst();
    int rows = 0;
    boolean adjacent = true;
    Schema schema = top.block().schema();
    for (int i = 0; i < parts.size(); i++) {
      Examples part = (Examples) parts.get(i);
      if (part.columns() != top.columns()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "cannot stack: value 0 has %d columns, value %d has %d",
                top.columns(),
                i,
                part.columns()));
      }
      schema = schema.stackedOn(part.block().schema());
      adjacent &= part.block() == top.block() && part.first() == top.first() + rows;
      rows = Math.addExact(rows, part.rows());
    }
    return adjacent
        ? new Batch(top.block(), top.first(), rows)
        : copied(parts, rows, top.columns(), schema);
  }

  private static Batch copied(List<?> parts, int rows, int columns, Schema schema) {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    List<Targets> targets = new ArrayList<>();
    int row = 0;
    for (Object each : parts) {
      Examples part = (Examples) each;
      Block from = part.block();
      System.arraycopy(
          from.values(), part.first() * columns, values, row * columns, part.rows() * columns);
      targets.add(from.targets().range(part.first(), part.rows()));
      row += part.rows();
    }
    return new Batch(new Block(columns, values, Targets.concat(targets), schema, null), 0, rows);
  }
}
