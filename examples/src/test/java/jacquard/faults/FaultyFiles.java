package jacquard.faults;

import jacquard.faults.Fault.Operation;
import jacquard.faults.FaultyDisk.After;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The default file system of a virtual machine that runs on a {@link FaultyDisk}: the real one,
 * whose operations go wrong as told. The option {@code
 * -Djava.nio.file.spi.DefaultFileSystemProvider=jacquard.faults.FaultyFiles} installs it.
 *
 * <p>What goes past {@code java.nio.file}, as {@code FileOutputStream}, is not seen.
 */
public final class FaultyFiles extends FileSystemProvider {
  private final FileSystemProvider real;
  private final FaultyFileSystem system;

  /** In place of the real one; called by the virtual machine. */
  public FaultyFiles(FileSystemProvider real) {
    this.real = real;
    this.system = new FaultyFileSystem(this, real.getFileSystem(URI.create("file:///")));
  }

  FaultyFileSystem fileSystem() {
    return system;
  }

  Path path(Path path) {
    return new FaultyPath(this, path);
  }

  private static Path real(Path path) {
    return FaultyPath.real(path);
  }

  private static String name(Path path) {
    return real(path).toAbsolutePath().normalize().toString();
  }

  private static After before(Operation operation, Path path) throws IOException {
    return FaultyDisk.before(operation, name(path));
  }

  private static void halt(After after) {
    if (after == After.HALT) {
      Runtime.getRuntime().halt(137);
    }
  }

  @Override
  public String getScheme() {
    return real.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
    return real.newFileSystem(uri, environment);
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return path(real.getPath(uri));
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    After after = before(writes ? Operation.CREATE : Operation.OPEN, path);
    FileChannel channel = real.newFileChannel(real(path), options, attributes);
    halt(after);
    return FaultyDisk.isWatched(name(path)) ? new FaultyChannel(channel, name(path)) : channel;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    before(Operation.LIST, directory);
    DirectoryStream<Path> entries =
        real.newDirectoryStream(real(directory), entry -> filter.accept(path(entry)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> each = entries.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Path next() {
            return path(each.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        entries.close();
      }
    };
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    After after = before(Operation.MKDIR, directory);
    real.createDirectory(real(directory), attributes);
    halt(after);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    real.createSymbolicLink(real(link), real(target), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    After after = before(Operation.CREATE, link);
    real.createLink(real(link), real(existing));
    halt(after);
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return path(real.readSymbolicLink(real(link)));
  }

  @Override
  public void delete(Path path) throws IOException {
    After after = before(Operation.DELETE, path);
    real.delete(real(path));
    halt(after);
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    After after = before(Operation.DELETE, path);
    boolean deleted = real.deleteIfExists(real(path));
    halt(after);
    return deleted;
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    After after = before(Operation.CREATE, target);
    real.copy(real(source), real(target), options);
    halt(after);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    After after = before(Operation.MOVE, target);
    real.move(real(source), real(target), options);
    halt(after);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return real.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    before(Operation.STAT, path);
    real.checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    before(Operation.STAT, path);
    return real.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    before(Operation.STAT, path);
    return real.readAttributes(real(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(real(path), attribute, value, options);
  }
}
