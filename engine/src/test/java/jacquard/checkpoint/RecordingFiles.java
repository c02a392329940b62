package jacquard.checkpoint;

import java.lang.reflect.Proxy;
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
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A file system that has every file, records what it is asked to do, and does nothing. */
final class RecordingFiles extends FileSystemProvider {
  /** What was asked, in order. */
  final List<String> record = Collections.synchronizedList(new ArrayList<>());

  private final FileSystem system = new Files();

  /** A path that knows its name and its file system only. */
  Path path(String name) {
    return (Path)
        Proxy.newProxyInstance(
            Path.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "toString" -> name;
                  case "getFileSystem" -> system;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
    Set<String> names = new TreeSet<>();
    options.forEach(option -> names.add(option.toString()));
    record.add("open " + path + " " + names);
    return new RecordingChannel(path.toString(), record);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) {
    record.add("move " + from + " " + to + " " + List.of(options));
  }

  @Override
  public void delete(Path path) {
    record.add("delete " + path);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) {}

  @Override
  public boolean exists(Path path, LinkOption... options) {
    return true;
  }

  @Override
  public String getScheme() {
    return "recording";
  }

  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw unasked();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw unasked();
  }

  @Override
  public Path getPath(URI uri) {
    throw unasked();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
    throw unasked();
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) {
    throw unasked();
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) {
    throw unasked();
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw unasked();
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    throw unasked();
  }

  @Override
  public boolean isHidden(Path path) {
    throw unasked();
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw unasked();
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    throw unasked();
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) {
    throw unasked();
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw unasked();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw unasked();
  }

  /** The file system of its paths. */
  private final class Files extends FileSystem {
    @Override
    public FileSystemProvider provider() {
      return RecordingFiles.this;
    }

    @Override
    public void close() {
      throw unasked();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return List.of();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return Set.of("basic");
    }

    @Override
    public Path getPath(String first, String... more) {
      throw unasked();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      throw unasked();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      throw unasked();
    }

    @Override
    public WatchService newWatchService() {
      throw unasked();
    }
  }
}
