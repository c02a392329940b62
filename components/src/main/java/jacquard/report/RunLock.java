package jacquard.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a run directory, held by the session that is at the run; the system takes it away
 * from a process that ends.
 *
 * <p>Only its owner may open the lock's file, since on many systems whoever may read a file can
 * lock it too. A process that opens and closes a file loses its locks on it, so a directory that is
 * locked here is known here, and its lock file left alone.
 */
final class RunLock implements AutoCloseable {
  /** The name of the file. */
  static final String FILE = ".lock";

  private static final Set<Object> HERE = ConcurrentHashMap.newKeySet();
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final int TRIES = 20;

  private final Object key;
  private final FileLock lock;

  private RunLock(Object key, FileLock lock) {
    this.key = key;
    this.lock = lock;
  }

  /**
   * Takes the lock; a process that only looks holds it for a moment, which is waited for.
   *
   * @throws RunException if another session holds it
   */
  static RunLock take(Path path) {
    try {
      Object key = key(path);
      if (!HERE.add(key)) {
        throw isTaken(path, "in this process");
      }
      FileLock lock = null;
      try {
        for (int i = 0; i < TRIES && lock == null; i++) {
          lock = tryOnce(path.resolve(FILE));
        }
      } finally {
        if (lock == null) {
          HERE.remove(key);
        }
      }
      if (lock == null) {
        throw isTaken(path, "by " + holder(path.resolve(FILE)));
      }
      return new RunLock(key, lock);
    } catch (AccessDeniedException e) {
      throw new RunException(
          String.format(
              Locale.ROOT,
              "cannot lock %s: %s is another user's; only that user can go on with the run, or a"
                  + " copy of the whole directory",
              path,
              FILE),
          e);
    } catch (IOException e) {
      throw new RunException("cannot lock " + RunFile.name(path) + ": " + RunFile.reason(e), e);
    }
  }

  private static RunException isTaken(Path path, String where) {
    return new RunException(
        path + " is being run " + where + "; stop that one first, or wait for it");
  }

  /** What a directory is known by, also when it is renamed meanwhile or reached by a link. */
  private static Object key(Path path) throws IOException {
    Path real = path.toRealPath();
    Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    return key == null ? real : key;
  }

  private static @Nullable FileLock tryOnce(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0]);
    FileLock lock = null;
    boolean isClaimed = false;
    try {
      lock = channel.tryLock();
      if (lock != null) {
        claim(file, channel);
        isClaimed = true;
      }
    } finally {
      if (!isClaimed) {
        channel.close();
      }
    }
    if (lock == null) {
      pause();
    }
    return lock;
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Says in the file whose the lock is; that this fails is no reason not to run. */
  private static void claim(Path file, FileChannel channel) {
    try {
      if (isPosix(file)) {
        Files.setPosixFilePermissions(file, OWNER); // it may have been made otherwise
      }
      String text = ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      // Such as a full disk: another process is then refused without a number.
    }
  }

  private static String holder(Path file) {
    try {
      String process = Files.readString(file).strip();
      return process.matches("\\d{1,19}") ? "process " + process : "another process";
    } catch (IOException e) {
      return "another process";
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lock", e);
    }
  }

  /**
   * Whether a session holds the lock, here or in another process. Who may not open it, being
   * another user, is told that it may be so.
   */
  static boolean isHeld(Path path) throws IOException {
    if (HERE.contains(key(path))) {
      return true;
    }
    Path file = path.resolve(FILE);
    if (!RunDirectory.isThere(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return shared == null;
    } catch (AccessDeniedException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lock.channel().close();
    } finally {
      HERE.remove(key);
    }
  }
}
