package jacquard.npy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
    this.temporary =
        place.resolveSibling(".%s.%s.tmp".formatted(place.getFileName(), UUID.randomUUID()));
    this.channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** What to write to. */
  public FileChannel channel() {
    return channel;
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
    channel.close();
    if (!published) {
      Files.deleteIfExists(temporary);
    }
  }

  /** What writes the content of a file. */
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  /** A stream to a channel that must stay open until its content is on the disk. */
  private static final class Unclosed extends FilterOutputStream {
    private Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Writes and publishes a file. */
  static void write(Path file, Content content) throws IOException {
    try (NewFile made = new NewFile(file)) {
      content.to(new Unclosed(Channels.newOutputStream(made.channel())));
      made.publish();
    }
  }
}
