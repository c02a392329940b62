package jacquard.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A file that is put on the disk while it is still being written: the disk works on one part while
 * the next is copied and its checksum computed.
 */
final class FileOutput implements Disk.Output {
  /** How many bytes are written before the disk is given something to do. */
  private static final long PART = 16 << 20;

  private final FileChannel channel;
  private long unforced;
  private @Nullable FutureTask<?> forcing;

  /** Creates or empties a file. */
  FileOutput(Path file) throws IOException {
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    unforced += at - position;
    if (unforced >= PART && (forcing == null || forcing.isDone())) {
      finishForcing();
      startForcing();
    }
  }

  private void startForcing() {
    unforced = 0;
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              channel.force(false);
              return null;
            });
    forcing = task;
    Thread.ofPlatform().daemon().name("jacquard-disk").start(task);
  }

  @Override
  public void force() throws IOException {
    finishForcing();
    channel.force(true);
  }

  /** An error must be told here: the operating system reports it once only. */
  private void finishForcing() throws IOException {
    FutureTask<?> task = forcing;
    forcing = null;
    if (task == null) {
      return;
    }
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IOException("the disk refused what was written: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the disk was busy", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
