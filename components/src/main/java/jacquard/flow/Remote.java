package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whoever is at the other end of a link, as the master sees them.
 *
 * <table>
 *   <caption>States</caption>
 *   <tr><th>state</th><th>then</th></tr>
 *   <tr><td>greeted</td><td>working or refused, by the code it runs; or it never answers, being no worker</td></tr>
 *   <tr><td>working, refused</td><td>gone</td></tr>
 * </table>
 */
final class Remote implements PooledWorkers.Worker {
  /** What the other end is. */
  enum State {
    GREETED,
    WORKING,
    REFUSED,
    GONE
  }

  static final String OTHER_CODE =
      "runs other code than this process; were classes or jars rebuilt since one was started?";

  /** No number is used twice in a process, so no late answer is taken for another one's. */
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Link link;
  private final Payload payload;
  private final Consumer<Remote> lost;
  private final long greeting = NUMBERS.incrementAndGet();
  private State state = State.GREETED;

  /** Of the work that was sent last; seen by the thread that gives jobs alone. */
  private long work;

  /** Of the job that is being done. */
  private long number;

  private @Nullable CompletableFuture<Frame> answer;

  /**
   * The other end of a link.
   *
   * @param lost is told when sending finds that the link is lost
   */
  Remote(Link link, Payload payload, Consumer<Remote> lost) {
    this.link = link;
    this.payload = payload;
    this.lost = lost;
  }

  Link link() {
    return link;
  }

  synchronized boolean isWorking() {
    return state == State.WORKING;
  }

  synchronized void is(State next) {
    state = next;
  }

  void greet(byte[] code) throws IOException {
    send(new Frame(Frame.Kind.GREETING, greeting, code));
  }

  /** Whether a frame answers the greeting. */
  boolean isGreeted(Frame hello) {
    return hello.number() == greeting;
  }

  private void send(Frame frame) throws IOException {
    link.send(frame.encoded(link.largest()));
  }

  @Override
  public Object apply(Job<?, ?> job, Copied copied) throws Exception {
    byte[] datum = payload.encode(job.datum());
    CompletableFuture<Frame> awaited = awaited();
    try {
      if (work != copied.id()) {
        send(new Frame(Frame.Kind.WORK, copied.id(), copied.bytes()));
        work = copied.id();
      }
      send(new Frame(Frame.Kind.DATUM, number, datum));
    } catch (IOException e) {
      lost.accept(this);
      throw new LostException(link + ": " + e.getMessage(), false, e);
    }
    try {
      return Answer.result(awaited.get(), job, payload, link.toString());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LostException cause ? cause : e;
    }
  }

  private synchronized CompletableFuture<Frame> awaited() throws LostException {
    if (state == State.GONE) {
      throw new LostException(link + " is gone", false, new IOException("gone"));
    }
    number = NUMBERS.incrementAndGet();
    CompletableFuture<Frame> future = new CompletableFuture<>();
    answer = future;
    return future;
  }

  /** An answer came; one that nobody waits for is ignored. */
  synchronized void answered(Frame frame) {
    if (answer != null && frame.number() == number) {
      answer.complete(frame);
      answer = null;
    }
  }

  /**
   * Gives up the job that is being done.
   *
   * @param blamed whether the job may be why
   */
  synchronized void lose(String why, boolean blamed) {
    state = State.GONE;
    if (answer != null) {
      answer.completeExceptionally(
          new LostException(link + " " + why, blamed, new IOException(why)));
      answer = null;
    }
  }

  @Override
  public void close() {
    lose("was given up, since the workers were closed", false);
  }

  @Override
  public synchronized String toString() {
    return link
        + switch (state) {
          case GREETED -> " does not answer as a worker";
          case WORKING -> " works";
          case REFUSED -> " " + OTHER_CODE;
          case GONE -> " is gone";
        };
  }
}
