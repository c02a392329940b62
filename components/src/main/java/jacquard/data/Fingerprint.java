package jacquard.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The fingerprint of rows that come in parts: shape and CRC32C, "rows x columns:crc". */
final class Fingerprint {
  private final int columns;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer row;
  private long rows;

  Fingerprint(int columns) {
    this.columns = columns;
    int bytes = Math.multiplyExact(4, Math.addExact(columns, 1));
    this.row = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  void add(float[] values, int[] labels, int count) {
    for (int r = 0; r < count; r++) {
      row.clear();
      row.asFloatBuffer().put(values, r * columns, columns);
      row.putInt(4 * columns, labels[r]);
      crc.update(row);
    }
    rows += count;
  }

  String text() {
    return "%dx%d:%08x".formatted(rows, columns, crc.getValue());
  }
}
