package jacquard.faults;

import jacquard.faults.Fault.Operation;
import jacquard.faults.FaultyDisk.After;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file channel on the {@link FaultyDisk}. */
final class FaultyChannel extends FileChannel {
  /** A write of some bytes to wherever it goes. */
  private interface Write {
    long of(ByteBuffer bytes) throws IOException;
  }

  private final FileChannel real;
  private final String path;

  FaultyChannel(FileChannel real, String path) {
    this.real = real;
    this.path = path;
  }

  private After before(Operation operation) throws IOException {
    return FaultyDisk.before(operation, path);
  }

  private long write(ByteBuffer bytes, Write write) throws IOException {
    After after = before(Operation.WRITE);
    if (after == After.HALF && bytes.remaining() > 1) {
      ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
      long written = write.of(half);
      bytes.position(bytes.position() + (int) written);
      throw FaultyDisk.noSpace(path);
    } else if (after == After.HALF) {
      throw FaultyDisk.noSpace(path);
    }
    long written = write.of(bytes);
    halt(after);
    return written;
  }

  private static void halt(After after) {
    if (after == After.HALT) {
      Runtime.getRuntime().halt(137);
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    before(Operation.READ);
    return real.read(to);
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) throws IOException {
    before(Operation.READ);
    return real.read(to, offset, length);
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    before(Operation.READ);
    return real.read(to, position);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return (int) write(from, real::write);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    halt(before(Operation.WRITE));
    return real.write(from, offset, length);
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    return (int) write(from, bytes -> real.write(bytes, position));
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    After after = before(Operation.TRUNCATE);
    real.truncate(size);
    halt(after);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    After after = before(Operation.FORCE);
    real.force(metaData);
    halt(after);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel to) throws IOException {
    before(Operation.READ);
    return real.transferTo(position, count, to);
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long position, long count) throws IOException {
    halt(before(Operation.WRITE));
    return real.transferFrom(from, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    before(Operation.READ);
    return real.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    before(Operation.LOCK);
    return real.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    before(Operation.LOCK);
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
