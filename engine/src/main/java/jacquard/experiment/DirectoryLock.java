package jacquard.experiment;

import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a directory of checkpoints: one writer at a time, in this process and others. The
 * system takes it away from a process that ends.
 *
 * <p>Only its owner may open the file of the lock, since whoever can read a file can lock it. A
 * process that opens and closes a file loses its locks on it, so a directory that is locked here is
 * known here, and its file left alone.
 */
final class DirectoryLock implements AutoCloseable {
  private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

  /** How often, 25 ms apart, it is tried: a process that was killed may take a while to end. */
  private static final int TRIES = 40;

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;
  private final @Nullable FileChannel file;

  private DirectoryLock(Path directory, @Nullable FileChannel file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * Locks a directory.
   *
   * @param warnings told if the file system has no locks
   * @throws CheckpointException if another writer holds the lock, or the directory cannot be
   *     written into
   */
  static DirectoryLock take(Path path, Consumer<String> warnings) {
    try {
      Path directory = path.toRealPath();
      if (!HERE.add(directory)) {
        throw held(path, "another run of this process");
      }
      boolean isTaken = false;
      try {
        FileChannel file = open(directory.resolve(".lock"));
        DirectoryLock lock = new DirectoryLock(directory, lock(file, path, warnings) ? file : null);
        isTaken = true;
        return lock;
      } finally {
        if (!isTaken) {
          HERE.remove(directory);
        }
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "cannot write into the directory of checkpoints " + path + ": " + e, e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        isPosix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    try {
      return FileChannel.open(
          file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes);
    } catch (AccessDeniedException e) {
      if (!Files.exists(file)) {
        throw e;
      }
      throw new FileSystemException(
          file.toString(),
          null,
          "the lock belongs to "
              + Files.getOwner(file)
              + "; save elsewhere, or delete it if no run of theirs is at work");
    }
  }

  /** Whether a file is locked now; if not, there are no locks here. */
  private static boolean lock(FileChannel file, Path path, Consumer<String> warnings)
      throws IOException {
    FileLock lock = null;
    try {
      for (int i = 0; i < TRIES && lock == null; i++) {
        if (i > 0) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
        }
        lock = file.tryLock();
      }
    } catch (IOException e) {
      file.close();
      warnings.accept(
          path + " cannot be locked (" + e + "); see to it that only one run is saved there");
      return false;
    }
    if (lock == null) {
      file.close();
      throw held(path, "another process");
    }
    return true;
  }

  private static CheckpointException held(Path path, String who) {
    return new CheckpointException(
        path
            + " is being saved into by "
            + who
            + "; stop that run, close its Autosave, or save into another directory");
  }

  @Override
  public void close() throws IOException {
    try {
      if (file != null) {
        file.close();
      }
    } finally {
      HERE.remove(directory);
    }
  }
}
