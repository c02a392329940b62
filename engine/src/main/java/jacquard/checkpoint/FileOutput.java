package jacquard.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is put on the disk while it is still being written: the disk works on one part while
 * the next is copied and its checksum computed.
 */
final class FileOutput implements Disk.Output {
  private static final Logger LOG = LoggerFactory.getLogger(FileOutput.class);

  /** How many bytes are written before the disk is given something to do. */
  static final long PART = 16 << 20;

  private final FileChannel channel;
  private long unforced;
  private @Nullable FutureTask<?> forcing;

  /** An output into a channel, which it closes. */
  FileOutput(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Creates a file, which stays locked until it is closed.
   *
   * @throws FileAlreadyExistsException if the name is taken
   */
  static FileOutput create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      lock(channel, file);
      return new FileOutput(channel);
    } catch (Throwable e) {
      try (channel) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  /** Says to others who look for abandoned files that this one is not. */
  private static void lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (IOException e) {
      LOG.debug("no locks for {}: {}", file, e.toString()); // then nobody removes it either
      return;
    }
    if (lock == null || !Files.exists(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "it was taken for abandoned before it was locked");
    }
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
    Thread.ofPlatform().daemon().name("jacquard-disk").start(task);
    forcing = task; // only now: one that was not started would be waited for in vain
  }

  @Override
  public void force() throws IOException {
    finishForcing();
    channel.force(true);
  }

  /** An error must be reported here: the operating system reports it once only. */
  private void finishForcing() throws IOException {
    FutureTask<?> task = forcing;
    forcing = null;
    if (task == null) {
      return;
    }
    try {
      Uninterrupted.get(task);
    } catch (ExecutionException e) {
      throw new IOException("the disk refused what was written: " + e.getCause(), e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      finishForcing();
    }
  }
}
