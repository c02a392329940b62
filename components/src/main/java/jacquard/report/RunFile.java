package jacquard.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run directory that are replaced as a whole: a reader sees an old or a new one.
 *
 * <p>Writing is not broken off by an interrupt, which asks the run to stop, not its files to be
 * left half written; the thread stays interrupted.
 */
final class RunFile {
  /** Something done with files. */
  interface Action {
    void run() throws IOException;
  }

  private static final JSON PRETTY =
      JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES);
  private static final int LONGEST_NAME = 100;

  private RunFile() {}

  /** Puts a text in the place of a file. */
  static void write(Path file, String text) throws IOException {
    try {
      uninterrupted(() -> replace(file, text));
    } catch (Throwable e) { // memory may run out too
      removeHalf(next(file), e);
      throw e;
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = next(file);
    Files.writeString(
        next,
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the half of a file; one that cannot be removed is in nobody's way. */
  static void sweep(Path file) {
    try {
      Files.deleteIfExists(next(file));
    } catch (IOException | RuntimeException e) {
      // The next write goes over it.
    }
  }

  private static Path next(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  private static void removeHalf(Path next, Throwable failure) {
    try {
      Files.deleteIfExists(next);
    } catch (IOException e) {
      failure.addSuppressed(e); // the next one is written over it
    }
  }

  /** Puts an object of JSON, indented for people, in the place of a file. */
  static void write(Path file, Map<String, ?> object) throws IOException {
    write(file, json(object));
  }

  static String json(Map<String, ?> object) throws IOException {
    return PRETTY.asString(object) + "\n";
  }

  /** Does something, again if an interrupt closed its file; it must be repeatable. */
  static void uninterrupted(Action action) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          action.run();
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether there is a file or directory; that it cannot be found out is no "no". */
  static boolean isThere(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      if (isBelowAFile(path)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isBelowAFile(Path path) {
    Path above = path.toAbsolutePath().getParent();
    while (above != null && !Files.isRegularFile(above)) {
      above = above.getParent();
    }
    return above != null;
  }

  /** Has the operating system put the names in a directory on the disk, where it can do that. */
  static void forceDirectory(Path directory) {
    try {
      uninterrupted(
          () -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
              channel.force(true);
            }
          });
    } catch (IOException e) {
      // A system that cannot open a directory; its names survive the process all the same.
    }
  }

  /**
   * An object of JSON.
   *
   * @param advice what to do if it is damaged
   * @throws RunException if the file is not one
   */
  static Map<String, Object> read(Path file, String advice) {
    String text = text(file);
    try {
      Map<String, Object> object = JSON.std.mapFrom(text);
      if (object == null) {
        throw damaged(file, "it is no object of JSON", advice, null);
      }
      return object;
    } catch (JacksonException e) {
      JsonLocation at = e.getLocation();
      String why =
          text.isBlank()
              ? "it is empty"
              : at == null || at.getLineNr() < 1
                  ? "it is no object of JSON"
                  : "it is no object of JSON, as line " + at.getLineNr() + " shows";
      throw damaged(file, why, advice, e);
    } catch (IOException e) {
      throw damaged(file, firstLine(e), advice, e);
    }
  }

  /** What is said of a damaged file. */
  static RunException damaged(Path file, String why, String advice, @Nullable Exception e) {
    return new RunException(
        String.format(Locale.ROOT, "%s is damaged: %s; %s", file, why, advice), e);
  }

  /**
   * The text of a file.
   *
   * @throws RunException if it cannot be read, or is not UTF-8; with the line
   */
  static String text(Path file) {
    byte[] bytes = bytes(file);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
      throw new RunException(
          String.format(Locale.ROOT, "%s, line %d: this is not text in UTF-8", file, line));
    }
    return out.flip().toString();
  }

  /**
   * The text of a file that is only looked at; what is not UTF-8 is shown as {@code U+FFFD}.
   *
   * @throws RunException if it cannot be read
   */
  static String anyText(Path file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new RunException("cannot read " + name(file) + ": " + reason(e), e);
    }
  }

  /** Why something with files failed, in words; the file is named by who says it. */
  static String reason(Exception e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException none -> "there is no " + name(Path.of(none.getFile()));
      case FileAlreadyExistsException there -> name(Path.of(there.getFile())) + " is a file";
      case NotDirectoryException none -> name(Path.of(none.getFile())) + " is no directory";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case CharacterCodingException coding -> "it is not text in UTF-8";
      case IOException other when other.getMessage() != null -> other.getMessage();
      default -> e.toString();
    };
  }

  /** A path, shortened where a part of it is too long to be read. */
  static String name(Path path) {
    String text = path.toString();
    if (text.length() <= 2 * LONGEST_NAME) {
      return text;
    }
    return text.substring(0, LONGEST_NAME)
        + "..."
        + text.substring(text.length() - LONGEST_NAME / 2);
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
