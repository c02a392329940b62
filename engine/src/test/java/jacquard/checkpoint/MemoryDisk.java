package jacquard.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk that keeps one file in memory, so that encoding can be timed without a disk. */
public final class MemoryDisk implements Disk {
  private byte[] bytes = new byte[1 << 16];
  private int length;

  /** The bytes of a checkpoint's file. */
  public byte[] write(Checkpoint checkpoint) {
    length = 0;
    checkpoint.write(Path.of("memory"), this);
    return java.util.Arrays.copyOf(bytes, length);
  }

  @Override
  public Output create(Path file) {
    return new Output() {
      @Override
      public void write(ByteBuffer from, long position) {
        int end = Math.toIntExact(position + from.remaining());
        if (end > bytes.length) {
          bytes = java.util.Arrays.copyOf(bytes, 2 * end);
        }
        from.get(bytes, (int) position, from.remaining());
        length = Math.max(length, end);
      }

      @Override
      public void force() {}

      @Override
      public void close() throws IOException {}
    };
  }

  @Override
  public void move(Path from, Path to) {}

  @Override
  public void forceDirectory(Path directory) {}

  @Override
  public void deleteIfExists(Path file) {}
}
