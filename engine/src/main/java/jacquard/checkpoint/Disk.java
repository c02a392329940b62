package jacquard.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The operations by which a checkpoint reaches the disk; tests make each of them fail. */
interface Disk {
  /** A file being written. */
  interface Output extends Closeable {
    /** Writes all of a buffer at a position. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Has the operating system put the file on the disk. */
    void force() throws IOException;

    /** Writes zeros up to the next multiple of an alignment; gives their number. */
    default int pad(long position, int alignment) throws IOException {
      int gap = (int) ((alignment - position % alignment) % alignment);
      if (gap > 0) {
        write(ByteBuffer.allocate(gap), position);
      }
      return gap;
    }

    @Override
    void close() throws IOException;
  }

  /** What is read: a file, or bytes that are laid out like one. */
  interface Input {
    /** How many bytes there are. */
    long size() throws IOException;

    /** Fills as much of a buffer as there is from a position on; -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** A buffer that reading into is fast. */
    ByteBuffer chunk(int size);

    /** A file. */
    static Input of(FileChannel file) {
      return new Input() {
        @Override
        public long size() throws IOException {
          return file.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
          return file.read(into, position);
        }

        @Override
        public ByteBuffer chunk(int size) {
          return ByteBuffer.allocateDirect(size);
        }
      };
    }

    /** Bytes. */
    static Input of(byte[] bytes) {
      return new Input() {
        @Override
        public long size() {
          return bytes.length;
        }

        @Override
        public int read(ByteBuffer into, long position) {
          int count = (int) Math.min(into.remaining(), bytes.length - position);
          if (count <= 0) {
            return into.hasRemaining() ? -1 : 0;
          }
          into.put(bytes, (int) position, count);
          return count;
        }

        @Override
        public ByteBuffer chunk(int size) {
          return ByteBuffer.allocate(size);
        }
      };
    }
  }

  /** The file system itself. */
  Disk REAL =
      new Disk() {
        @Override
        public Output create(Path file) throws IOException {
          return FileOutput.create(file);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }

        @Override
        public void deleteIfExists(Path file) throws IOException {
          Files.deleteIfExists(file);
        }
      };

  /**
   * Creates a file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  Output create(Path file) throws IOException;

  /** Renames a file over another, atomically. */
  void move(Path from, Path to) throws IOException;

  /** Has the operating system put a directory's entries on the disk. */
  void forceDirectory(Path directory) throws IOException;

  /** Removes a file if it is there. */
  void deleteIfExists(Path file) throws IOException;
}
