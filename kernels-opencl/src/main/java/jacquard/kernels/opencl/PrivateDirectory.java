package jacquard.kernels.opencl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory only its user can enter, for native code that is loaded from it.
 *
 * <p>It is the value of the system property {@value #PROPERTY}, by default
 * ~/.cache/jacquard/opencl. Where that cannot be used (a read-only home, a user without one as in
 * containers), it is a temporary directory of this process, which is removed when the process ends.
 */
final class PrivateDirectory {
  static final String PROPERTY = "jacquard.opencl.cache";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static @Nullable Path temporary;

  private PrivateDirectory() {}

  /**
   * @throws UncheckedIOException if there is no place for any
   */
  static Path get() {
    String given = System.getProperty(PROPERTY);
    try {
      return prepared(
          given != null ? Path.of(given) : home().resolve(".cache").resolve("jacquard/opencl"));
    } catch (IOException | InvalidPathException e) {
      return temporary();
    }
  }

  /** The user's home; of a user whom the system does not know, Java says that it is "?". */
  private static Path home() throws IOException {
    Path home = Path.of(System.getProperty("user.home", "?"));
    if (!home.isAbsolute() || !Files.isDirectory(home)) {
      throw new IOException("there is no home " + home);
    }
    return home;
  }

  /** Creates the directory, or takes an existing one of the same user from everyone else. */
  private static Path prepared(Path directory) throws IOException {
    if (posix()) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, attributes());
      }
      // Fails unless the directory is ours.
      Files.setPosixFilePermissions(directory, OWNER_ONLY);
      String owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
      if (!owner.equals(System.getProperty("user.name"))) {
        throw new IOException(directory + " belongs to " + owner);
      }
    } else {
      Files.createDirectories(directory);
    }
    if (!Files.isWritable(directory)) {
      throw new IOException(directory + " cannot be written");
    }
    return directory;
  }

  private static synchronized Path temporary() {
    try {
      Path made = temporary;
      if (made == null || !Files.isDirectory(made)) {
        made = Files.createTempDirectory("jacquard-opencl"); // for its user only
        temporary = made;
        Path removed = made;
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> remove(removed), "jacquard-opencl-directory"));
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for compiled kernels; set " + PROPERTY, e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) { // what is within first
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // It stays, as where a library in use cannot be deleted.
    }
  }

  /** Writes a file that appears whole or not at all, whoever else writes it meanwhile. */
  static void write(Path file, byte[] content) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("not a file: " + file);
    }
    Path part = Files.createTempFile(parent, "part", null);
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static FileAttribute<?>[] attributes() {
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)};
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
