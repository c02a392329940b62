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

  /** The file system itself. */
  Disk REAL =
      new Disk() {
        @Override
        public Output create(Path file) throws IOException {
          return new FileOutput(file);
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

  /** Creates or empties a file. */
  Output create(Path file) throws IOException;

  /** Renames a file over another, atomically. */
  void move(Path from, Path to) throws IOException;

  /** Has the operating system put a directory's entries on the disk. */
  void forceDirectory(Path directory) throws IOException;

  /** Removes a file if it is there. */
  void deleteIfExists(Path file) throws IOException;
}
