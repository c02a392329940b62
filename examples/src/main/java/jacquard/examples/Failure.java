package jacquard.examples;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A command's failure that is not the fault of its command line, in words for people. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  Failure(String message) {
    super(message);
  }

  Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /** A file that cannot be written. */
  static Failure writing(Path file, IOException cause) {
    return new Failure("cannot write " + file + ": " + reason(cause), cause);
  }

  /** A new file is absent too: what is missed is its directory. */
  private static String absent(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return directory == null || Files.isDirectory(directory)
        ? "nothing can be made in " + directory
        : "there is no directory " + directory;
  }

  /** Why the file system refused something: many of its exceptions name the file only. */
  static String reason(IOException failure) {
    return switch (failure) {
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case NoSuchFileException e -> absent(Path.of(e.getFile()));
      case AccessDeniedException e -> "permission denied";
      case FileSystemException e -> e.toString();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
