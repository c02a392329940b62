package jacquard.data;

import java.util.Locale;

/**
 * What one walk through all rows of a mapped data set comes to, a part at a time.
 *
 * @param classes one more than the largest label
 * @param fingerprint as that of a {@link Dataset}
 */
record Examination(int classes, String fingerprint) {
  /** The number of values that are in memory at once, or one row. */
  private static final int PART = 1 << 16;

  /**
   * Walks through the rows.
   *
   * @param finite whether NaN and infinities are refused
   * @throws IllegalArgumentException at a value that is not finite or a label out of range; it
   *     names row and column
   */
  static Examination of(MappedDataset data, boolean finite) {
    int columns = data.columns();
    int part = Math.max(1, PART / columns);
    Fingerprint fingerprint = new Fingerprint(columns, data.hasTargets());
    float[] values = new float[Math.multiplyExact(Math.min(part, data.rows()), columns)];
    int classes = 0;
    for (long first = 0; first < data.rows(); first += part) {
      int count = (int) Math.min(part, data.rows() - first);
      data.read((int) first, count, values, 0);
      Targets targets = data.targets((int) first, count);
      checkTargets(data, first, targets, count);
      classes = Math.max(classes, targets.classes());
      if (finite) {
        checkFinite(data, first, values, count * columns);
      }
      fingerprint.add(values, targets, count);
    }
    return new Examination(classes, fingerprint.text());
  }

  private static void checkTargets(MappedDataset data, long first, Targets targets, int count) {
    int bad = targets.firstBad();
    if (bad < count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s, row %d: its %s",
              data.targetsName(),
              first + bad + 1,
              targets.areReal() ? "target is not finite as a float" : "label is out of range"));
    }
  }

  private static void checkFinite(MappedDataset data, long first, float[] values, int count) {
    float poison = 0;
    for (int i = 0; i < count; i++) {
      poison += values[i] * 0f; // NaN if one is not finite, without a branch a value
    }
    for (int i = 0; poison != 0 && i < count; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s, row %d, column %d: %s is not finite; fill it or leave out the row, or let it"
                    + " in (NpySettings.withNonFinite)",
                data.name(),
                first + i / data.columns() + 1,
                i % data.columns() + 1,
                values[i]));
      }
    }
  }
}
