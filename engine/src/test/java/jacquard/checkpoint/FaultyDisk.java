package jacquard.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The real file system, some of whose operations throw, by their number. */
public final class FaultyDisk {
  private final long from;
  private final long until;
  private final Supplier<Throwable> fault;
  private long operations;

  /** A disk whose operations from a number on, up to another, throw what is given. */
  public FaultyDisk(long from, long until, Supplier<Throwable> fault) {
    this.from = from;
    this.until = until;
    this.fault = fault;
  }

  /** Writes a checkpoint. */
  public void write(Checkpoint checkpoint, Path file) {
    checkpoint.write(file, disk());
  }

  /** How many operations there were so far. */
  public synchronized long operations() {
    return operations;
  }

  private void operation() {
    boolean fails;
    synchronized (this) {
      fails = operations >= from && operations < until;
      operations++;
    }
    if (fails) {
      FaultyDisk.<RuntimeException>throwIt(fault.get());
    }
  }

  @SuppressWarnings("unchecked") // the checked ones are those that the interface declares
  private static <T extends Throwable> void throwIt(Throwable fault) throws T {
    throw (T) fault;
  }

  private Disk disk() {
    return new Disk() {
      @Override
      public Output create(Path file) throws IOException {
        operation();
        Output out = REAL.create(file);
        return new Output() {
          @Override
          public void write(ByteBuffer bytes, long position) throws IOException {
            operation();
            out.write(bytes, position);
          }

          @Override
          public void force() throws IOException {
            operation();
            out.force();
          }

          @Override
          public void close() throws IOException {
            out.close();
            operation();
          }
        };
      }

      @Override
      public void move(Path from, Path to) throws IOException {
        operation();
        REAL.move(from, to);
      }

      @Override
      public void forceDirectory(Path directory) throws IOException {
        operation();
        REAL.forceDirectory(directory);
      }

      @Override
      public void deleteIfExists(Path file) throws IOException {
        REAL.deleteIfExists(file);
      }
    };
  }
}
