package jacquard.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A writer of rows of floats or labels to a {@code .npy} file that may become larger than memory.
 *
 * <p>Rows go to a new file, which {@link #finish} puts in its place when all are written. If that
 * is not reached, because reading or writing failed, a file that was there stays as it was.
 */
public final class NpyWriter implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  /** Room for any number of rows. */
  private static final int ROOM = 128;

  private final NewFile file;
  private final FileChannel channel;
  private final NpyType type;
  private final int columns;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private long rows;

  private NpyWriter(Path file, NpyType type, int columns) throws IOException {
    this.type = type;
    this.columns = columns;
    this.file = new NewFile(file);
    this.channel = this.file.channel();
    try {
      this.file.write(ByteBuffer.wrap(header()));
    } catch (IOException e) {
      this.file.close();
      throw e;
    }
  }

  /**
   * A writer of a matrix of so many columns, over a file that is there.
   *
   * @throws IOException if the file cannot be written
   */
  public static NpyWriter floats(Path file, int columns) throws IOException {
    if (columns < 1) {
      throw new IllegalArgumentException("a row needs at least 1 value, not " + columns);
    }
    return new NpyWriter(file, NpyType.FLOAT32, columns);
  }

  /**
   * A writer of an array of floats, over a file that is there.
   *
   * @throws IOException if the file cannot be written
   */
  public static NpyWriter floats(Path file) throws IOException {
    return new NpyWriter(file, NpyType.FLOAT32, 0);
  }

  /**
   * A writer of an array of integers, over a file that is there.
   *
   * @throws IOException if the file cannot be written
   */
  public static NpyWriter ints(Path file) throws IOException {
    return new NpyWriter(file, NpyType.INT32, 0);
  }

  private byte[] header() {
    List<Long> shape = columns == 0 ? List.of(rows) : List.of(rows, (long) columns);
    return NpyHeader.encode(type, shape, ROOM);
  }

  /**
   * Writes one or several rows.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeFloats(float... values) throws IOException {
    if (type != NpyType.FLOAT32 || values.length % Math.max(1, columns) != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d floats for rows of %d x %s", values.length, columns, type.descr()));
    }
    putAll(values, values.length);
    rows += values.length / Math.max(1, columns);
  }

  /**
   * Writes one or several integers.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeInts(int... values) throws IOException {
    if (type != NpyType.INT32) {
      throw new IllegalArgumentException("integers for rows of " + type.descr());
    }
    putAll(values, values.length);
    rows += values.length;
  }

  private void putAll(Object values, int count) throws IOException {
    int at = 0;
    while (at < count) {
      at += put(values, at, count);
    }
  }

  /** Keeps or writes as many as there is room for. */
  private int put(Object values, int from, int to) throws IOException {
    if (chunk.remaining() < type.bytes()) {
      flush();
    }
    int count = Math.min(to - from, chunk.remaining() / type.bytes());
    if (values instanceof float[] floats) {
      chunk.asFloatBuffer().put(floats, from, count);
    } else {
      chunk.asIntBuffer().put((int[]) values, from, count);
    }
    chunk.position(chunk.position() + count * type.bytes());
    return count;
  }

  private void flush() throws IOException {
    file.write(chunk.flip());
    chunk.clear();
  }

  /**
   * Writes what is left and the number of rows, and brings all to the disk; the file takes its
   * place with {@link #publish}.
   *
   * @throws IOException if the file cannot be written
   */
  public void complete() throws IOException {
    if (channel.isOpen()) {
      flush();
      channel.position(0);
      file.write(ByteBuffer.wrap(header()));
      file.finish();
    }
  }

  /**
   * Puts a complete file in its place.
   *
   * @throws IOException if that cannot be done
   */
  public void publish() throws IOException {
    file.publish();
  }

  /**
   * Completes and publishes the file.
   *
   * @throws IOException if the file cannot be written
   */
  public void finish() throws IOException {
    complete();
    publish();
  }

  /** The file that is written, before it is published. */
  public Path path() {
    return file.path();
  }

  /** Gives up what is not finished. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
