package jacquard.flow;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A link within this process: a thread delivers what was sent, in order. */
final class Wire implements Link {
  private static final int LARGEST = 1 << 20;

  private final String name;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile BiConsumer<Link, byte[]> receiver = (link, message) -> {};
  private final AtomicInteger sent = new AtomicInteger();
  private Link back = this;

  private Wire(String name) {
    this.name = name;
  }

  /** A link from a master to a worker, which answers through another one back. */
  static Wire between(RemoteWorkers master, RemoteWorker worker, String name) {
    Wire there = new Wire(name);
    Wire back = new Wire("the master");
    there.back = back;
    back.back = there;
    there.receiver = worker::received;
    back.receiver = master::received;
    return there;
  }

  /** Gives answers to somebody else from now on. */
  void divert(BiConsumer<Link, byte[]> other) {
    ((Wire) back).receiver = other;
  }

  Link back() {
    return back;
  }

  /** How many messages were sent this way. */
  int sent() {
    return sent.get();
  }

  @Override
  public int largest() {
    return LARGEST;
  }

  @Override
  public void send(byte[] message) throws IOException {
    sent.incrementAndGet();
    try {
      thread.execute(() -> receiver.accept(back, message));
    } catch (RejectedExecutionException e) {
      throw new IOException("cut", e);
    }
  }

  /** Sends and delivers nothing any more, either way. */
  void cut() {
    thread.shutdownNow();
    ((Wire) back).thread.shutdownNow();
  }

  @Override
  public String toString() {
    return name;
  }
}
