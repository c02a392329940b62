package jacquard.flow;

import jacquard.checkpoint.Payload;
import org.jspecify.annotations.Nullable;

/** Work as bytes, encoded once for all its jobs. */
final class Copied {
  private final long id;
  private final byte[] bytes;

  /**
   * Work as bytes.
   *
   * @param id a number no other work of these workers has
   */
  Copied(long id, byte[] bytes) {
    this.id = id;
    this.bytes = bytes;
  }

  long id() {
    return id;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The encoder of one row of jobs after the other. */
  static final class Encoder {
    private final Payload payload;
    private @Nullable Work<?, ?> last;
    private Copied copied = new Copied(0, new byte[0]);

    Encoder(Payload payload) {
      this.payload = payload;
    }

    synchronized Copied of(Work<?, ?> work) {
      if (work != last) {
        copied = new Copied(copied.id + 1, payload.encode(work));
        last = work;
      }
      return copied;
    }
  }

  /** One worker's own copy, of the work it did last. */
  static final class Copy {
    private final Payload payload;
    private long id;
    private @Nullable Work<Object, Object> work;

    Copy(Payload payload) {
      this.payload = payload;
    }

    @SuppressWarnings("unchecked")
    Object apply(Copied from, Object datum) throws Exception {
      Work<Object, Object> mine = work;
      if (mine == null || id != from.id) {
        mine = (Work<Object, Object>) payload.decode(from.bytes);
        work = mine;
        id = from.id;
      }
      return (Object) mine instanceof TakeSteps
          ? TakeSteps.apply((byte[]) datum, payload)
          : mine.apply(datum);
    }
  }
}
