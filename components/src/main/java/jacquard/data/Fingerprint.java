package jacquard.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The fingerprint of rows that come in parts: shape and CRC32C, "rows x columns:crc", with
 * real-valued targets "rows x columns+1:crc".
 */
final class Fingerprint {
  private final int columns;
  private final boolean real;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer row;
  private long rows;

  Fingerprint(int columns, boolean real) {
    this.columns = columns;
    this.real = real;
    int bytes = Math.multiplyExact(4, Math.addExact(columns, 1));
    this.row = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  void add(float[] values, Targets targets, int count) {
    int[] labels = real ? new int[0] : targets.labels(Schema.UNKNOWN);
    float[] reals = real ? targets.reals(Schema.UNKNOWN) : new float[0];
    for (int r = 0; r < count; r++) {
      row.clear();
      row.asFloatBuffer().put(values, r * columns, columns);
      if (real) {
        row.putFloat(4 * columns, reals[r]);
      } else {
        row.putInt(4 * columns, labels[r]);
      }
      crc.update(row);
    }
    rows += count;
  }

  String text() {
    return String.format(
        Locale.ROOT, "%dx%d%s:%08x", rows, columns, real ? "+1" : "", crc.getValue());
  }
}
