package jacquard.flow;

import jacquard.checkpoint.Payload;
import jacquard.checkpoint.ThreadCarrier;

/** Work that takes steps of a parallel program's thread. */
record TakeSteps() implements Work<byte[], byte[]> {
  @Override
  public byte[] apply(byte[] thread) {
    throw new IllegalStateException("a worker takes steps with its own encoding");
  }

  /** The thread after its steps. */
  static byte[] apply(byte[] thread, Payload payload) {
    return ThreadCarrier.takeSteps(thread, payload);
  }
}
