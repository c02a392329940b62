package jacquard.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/**
 * A file that is written beside the one whose place it takes when it is whole and on the disk.
 * Until {@link #publish}, and if that is not reached, what was there stays as it was.
 */
public final class NewFile implements AutoCloseable {
  private final Path place;
  private final Path temporary;
  private final FileChannel channel;
  private boolean published;

  /**
   * Begins a file.
   *
   * @param file whose place it is to take; if that is a symbolic link, the place of its target
   * @throws IOException if nothing can be written beside it
   */
  public NewFile(Path file) throws IOException {
    this.place = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
    Path directory = place.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new NoSuchFileException(file.toString(), null, "there is no directory " + directory);
    }
    if (Files.isDirectory(place)) {
      throw new FileSystemException(file.toString(), null, "is a directory, not a file");
    }
    this.temporary =
        place.resolveSibling(
            String.format(Locale.ROOT, ".%s.%s.tmp", place.getFileName(), UUID.randomUUID()));
    try {
      this.channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (OutOfMemoryError e) { // it may be there, though it could not be opened
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /** What to write to. */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Writes bytes.
   *
   * @throws IOException if they cannot be written; it names the file
   */
  public void write(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new IOException(
          String.format(Locale.ROOT, "%s cannot be written: %s", place, e.getMessage()), e);
    }
  }

  /** The file that is written, until it is published. */
  public Path path() {
    return temporary;
  }

  /**
   * Brings what was written to the disk, so that publishing cannot fail for want of room.
   *
   * @throws IOException if it cannot be written
   */
  public void finish() throws IOException {
    if (channel.isOpen()) {
      channel.force(true);
      channel.close();
    }
  }

  /**
   * Finishes the file and puts it in its place.
   *
   * @throws IOException if that cannot be done
   */
  public void publish() throws IOException {
    finish();
    try {
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(temporary, place, StandardCopyOption.REPLACE_EXISTING);
    }
    published = true;
    forceDirectory();
  }

  /** Brings the new name to the disk, where directories can be opened. */
  private void forceDirectory() {
    Path directory = place.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      } catch (IOException notSupported) {
        // Some systems do not open directories; they order the names of files by themselves.
      }
    }
  }

  /** Removes what was written unless it was published. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (!published) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /** What writes the content of a file. */
  public interface Content {
    /**
     * Writes it.
     *
     * @throws IOException if that fails; what was there before stays then
     */
    void to(OutputStream out) throws IOException;
  }

  /** A stream to a file that stays open when it is closed, until its content is on the disk. */
  private static final class Unclosed extends OutputStream {
    private final NewFile to;

    private Unclosed(NewFile to) {
      this.to = to;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(ByteBuffer.wrap(bytes, offset, length));
    }
  }

  /**
   * Writes a file, whole or not at all. What is there and is not a file, such as a pipe or a
   * device, is written to and stays what it is.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, Content content) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        content.to(out);
      }
      return;
    }
    try (NewFile made = new NewFile(file)) {
      content.to(new Unclosed(made));
      made.publish();
    }
  }
}
