package jacquard.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file's bytes in memory. */
final class MemoryOutput implements Disk.Output {
  private byte[] bytes = new byte[1 << 12];
  private int length;

  @Override
  public void write(ByteBuffer from, long position) {
    int end = Math.toIntExact(position + from.remaining());
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(Integer.MAX_VALUE - 8, 2L * end)));
    }
    from.get(bytes, (int) position, from.remaining());
    length = Math.max(length, end);
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public void force() {}

  @Override
  public void close() {}
}
