package jacquard.data;

/**
 * What one walk through all rows of a mapped data set comes to, a part at a time.
 *
 * @param classes one more than the largest label
 * @param fingerprint as that of a {@link Dataset}
 */
record Examination(int classes, String fingerprint) {
  /** So many values are in memory at once, or one row. */
  private static final int PART = 1 << 16;

  /**
   * Walks through the rows.
   *
   * @throws IllegalArgumentException at a value that is not finite or a label out of range; it
   *     names row and column
   */
  static Examination of(MappedDataset data) {
    int columns = data.columns();
    int part = Math.max(1, PART / columns);
    Fingerprint fingerprint = new Fingerprint(columns, data.hasTargets());
    float[] values = new float[Math.multiplyExact(Math.min(part, data.rows()), columns)];
    int[] labels = new int[Math.min(part, data.rows())];
    int largest = 0;
    for (long first = 0; first < data.rows(); first += part) {
      int count = (int) Math.min(part, data.rows() - first);
      data.read((int) first, count, values, 0);
      data.readLabels((int) first, count, labels, 0);
      for (int r = 0; r < count; r++) {
        checkLabel(data, first + r, labels[r]);
        largest = Math.max(largest, labels[r]);
      }
      checkFinite(data, first, values, count * columns);
      fingerprint.add(values, Targets.of(labels), count);
    }
    return new Examination(largest + 1, fingerprint.text());
  }

  private static void checkLabel(MappedDataset data, long row, int label) {
    if (label < 0 || label == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s, row %d: its label is out of range".formatted(data.name(), row + 1));
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
            "%s, row %d, column %d: %s is not finite; fill it or leave out the row"
                .formatted(
                    data.name(),
                    first + i / data.columns() + 1,
                    i % data.columns() + 1,
                    values[i]));
      }
    }
  }
}
