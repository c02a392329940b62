package jacquard.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** A file's channel that writes into nothing, records what it is asked for, and may refuse it. */
final class RecordingChannel extends FileChannel {
  private final String name;
  private final List<String> record;
  private int failingForce;
  private boolean isShort;

  /** Records into a list that all may share. */
  RecordingChannel(String name, List<String> record) {
    this.name = name;
    this.record = record;
  }

  /** The n-th force from now on, from 1, throws. */
  RecordingChannel failAtForce(int n) {
    failingForce = n;
    return this;
  }

  /** Each write takes half of what it is given. */
  RecordingChannel writeInParts() {
    isShort = true;
    return this;
  }

  @Override
  public int write(ByteBuffer from, long position) {
    int count = isShort && from.remaining() > 1 ? from.remaining() / 2 : from.remaining();
    from.position(from.position() + count);
    record.add(name + " write " + position + " " + count);
    return count;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    record.add(name + " force " + metaData);
    failingForce--;
    if (failingForce == 0) {
      throw new IOException("lost in " + name);
    }
  }

  @Override
  public FileLock tryLock(long position, long size, boolean isShared) {
    record.add(name + " lock");
    return new FileLock(this, position, size, isShared) {
      @Override
      public boolean isValid() {
        return true;
      }

      @Override
      public void release() {}
    };
  }

  @Override
  protected void implCloseChannel() {
    record.add(name + " close");
  }

  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException();
  }

  @Override
  public int read(ByteBuffer into) {
    throw unasked();
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw unasked();
  }

  @Override
  public int write(ByteBuffer from) {
    throw unasked();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw unasked();
  }

  @Override
  public long position() {
    throw unasked();
  }

  @Override
  public FileChannel position(long position) {
    throw unasked();
  }

  @Override
  public long size() {
    throw unasked();
  }

  @Override
  public FileChannel truncate(long size) {
    throw unasked();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unasked();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw unasked();
  }

  @Override
  public int read(ByteBuffer into, long position) {
    throw unasked();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw unasked();
  }

  @Override
  public FileLock lock(long position, long size, boolean isShared) {
    throw unasked();
  }
}
