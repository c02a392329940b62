package jacquard.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a run directory, held by the session that is at the run; the system takes it away
 * from a process that ends.
 *
 * <p>A process that opens and closes a file loses its locks on it, so a directory that is locked
 * here is known here, and its lock file left alone.
 */
final class RunLock implements AutoCloseable {
  private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();
  private static final int TRIES = 20;

  private final Path directory;
  private final FileLock lock;

  private RunLock(Path directory, FileLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** The lock, or null if another session holds it; who only looks holds it for a moment. */
  static @Nullable RunLock take(Path path) throws IOException {
    Path directory = path.toRealPath();
    if (!HERE.add(directory)) {
      return null;
    }
    FileLock lock = null;
    try {
      for (int i = 0; i < TRIES && lock == null; i++) {
        lock = tryOnce(directory);
      }
    } finally {
      if (lock == null) {
        HERE.remove(directory);
      }
    }
    return lock == null ? null : new RunLock(directory, lock);
  }

  private static @Nullable FileLock tryOnce(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(file(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      file.close();
      pause();
    }
    return lock;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lock", e);
    }
  }

  /** Whether a session holds the lock, here or in another process. */
  static boolean isHeld(Path path) throws IOException {
    Path directory = path.toRealPath();
    if (HERE.contains(directory)) {
      return true;
    }
    if (!Files.exists(file(directory))) {
      return false;
    }
    try (FileChannel file = FileChannel.open(file(directory), StandardOpenOption.READ);
        FileLock shared = file.tryLock(0, Long.MAX_VALUE, true)) {
      return shared == null;
    }
  }

  private static Path file(Path directory) {
    return directory.resolve(".lock");
  }

  @Override
  public void close() throws IOException {
    lock.channel().close();
    HERE.remove(directory);
  }
}
