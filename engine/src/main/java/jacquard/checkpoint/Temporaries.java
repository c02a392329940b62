package jacquard.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of files that are being written, and the removal of those that killed writers left.
 *
 * <p>A writer keeps its temporary file {@linkplain FileOutput locked}, and the system takes the
 * lock away from a process that ends: so one that is not locked is abandoned. A process that opens
 * and closes a file loses its own locks on it, so files that are written here are known here, and
 * left alone.
 */
final class Temporaries {
  private static final Logger LOG = LoggerFactory.getLogger(Temporaries.class);

  /** Ours, and those of earlier versions, which had no number. */
  private static final Pattern NAME =
      Pattern.compile("\\.(?:.+\\.\\d+-\\d+|.+\\.jqd|trial\\d+)\\.tmp");

  private static final Set<String> WRITTEN_HERE = ConcurrentHashMap.newKeySet();
  private static final AtomicLong COUNT = new AtomicLong();
  private static final long PROCESS = ProcessHandle.current().pid();

  private Temporaries() {}

  /** A new name beside a file; it is taken until {@link #close}. */
  static Path open(Path file) {
    String name = "." + file.getFileName() + "." + PROCESS + "-" + COUNT.incrementAndGet() + ".tmp";
    WRITTEN_HERE.add(name);
    return file.resolveSibling(name);
  }

  /** Gives a name back. */
  static void close(Path temporary) {
    WRITTEN_HERE.remove(temporary.getFileName().toString());
  }

  /** Removes the files in a directory whose writers are gone. */
  static void removeAbandoned(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).toList();
    }
    for (Path file : files) {
      if (!WRITTEN_HERE.contains(file.getFileName().toString())) {
        removeIfAbandoned(file);
      }
    }
  }

  /** Removes a file unless it is locked; one that cannot be locked or removed stays. */
  private static void removeIfAbandoned(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(file);
        LOG.info("removed {}, which a writer that was killed has left", file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("{} stays: {}", file, e.toString());
    }
  }
}
