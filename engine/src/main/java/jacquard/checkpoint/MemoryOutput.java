package jacquard.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file's bytes in memory. */
final class MemoryOutput implements Disk.Output {
  /** The longest array a JVM makes, less room for a header before it. */
  private static final int LONGEST = Integer.MAX_VALUE - 64;

  private byte[] bytes = new byte[1 << 12];
  private int length;

  @Override
  public void write(ByteBuffer from, long position) {
    int end = (int) Math.min(Integer.MAX_VALUE, position + from.remaining());
    if (end > LONGEST) {
      throw new CheckpointException(
          "more than 2 GB do not fit into bytes in memory; write a file, or take the threads'"
              + " steps without workers");
    }
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(LONGEST, 2L * end)));
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
