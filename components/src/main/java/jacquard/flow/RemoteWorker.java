package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker at the other end of links, for one master or several: it does the jobs of each one after
 * the other. The masters' side is {@link RemoteWorkers}.
 *
 * <p>When a master is gone, the job being done for it is interrupted, and the others are dropped. A
 * master that runs other code is refused.
 *
 * <p>A transport tells it of links and messages, one at a time for each link.
 */
public final class RemoteWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteWorker.class);

  private final Payload payload;
  private final byte[] code;
  private final Map<Link, Service> services = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  /** A worker that knows these classes and those registered by their jars. */
  public RemoteWorker(Class<?>... types) {
    this(Code.fingerprint(), types);
  }

  /** For tests of the fingerprint of the code. */
  RemoteWorker(String code, Class<?>... types) {
    this.payload = new Payload(types);
    this.code = code.getBytes(StandardCharsets.UTF_8);
  }

  /** A message came through a link. */
  public synchronized void received(Link link, byte[] message) {
    try {
      Frame frame = Frame.decoded(message);
      switch (frame.kind()) {
        case GREETING -> greeted(link, frame);
        case WORK, DATUM -> {
          Service service = services.get(link);
          if (service == null) {
            hello(link, 0); // what came before was lost; the master is to begin anew
          } else {
            service.frames.add(frame);
          }
        }
        default -> {} // what only masters are sent
      }
    } catch (IOException e) {
      LOG.warn("{} sent what is no message: {}", link, e.toString());
    }
  }

  private void greeted(Link link, Frame greeting) throws IOException {
    disconnected(link);
    if (new String(greeting.bytes(), StandardCharsets.UTF_8)
        .equals(new String(code, StandardCharsets.UTF_8))) {
      Service service = new Service(link);
      services.put(link, service);
      threads.removeIf(thread -> !thread.isAlive());
      threads.add(service.thread);
    } else {
      LOG.warn("no jobs are done for {}: it {}", link, Remote.OTHER_CODE);
    }
    hello(link, greeting.number());
  }

  private void hello(Link link, long number) throws IOException {
    link.send(new Frame(Frame.Kind.HELLO, number, code).encoded(link.largest()));
  }

  /** A link is lost, and what was being done for its master is for nobody. */
  public synchronized void disconnected(Link link) {
    Service service = services.remove(link);
    if (service != null) {
      service.end();
    }
  }

  /** Ends all work: interrupts the jobs being done, and waits for them to end. */
  @Override
  public synchronized void close() {
    services.values().forEach(Service::end);
    services.clear();
    threads.forEach(PooledWorkers::awaitEnd);
    threads.clear();
  }

  /** What is done for one master. */
  private final class Service implements Runnable {
    final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final Link link;
    private final Copied.Copy copy = new Copied.Copy(payload);
    private final Thread thread;
    private volatile boolean ended;

    Service(Link link) {
      this.link = link;
      this.thread = Thread.ofPlatform().daemon().name("jacquard-for-" + link).start(this);
    }

    @Override
    public void run() {
      Copied work = new Copied(0, new byte[0]);
      while (!ended) {
        try {
          Frame frame = frames.take();
          if (frame.kind() == Frame.Kind.WORK) {
            work = new Copied(frame.number(), frame.bytes());
          } else {
            answer(frame, Answer.to(frame, work, copy, payload));
          }
        } catch (InterruptedException e) {
          // It has ended, as the loop sees.
        } catch (IOException e) {
          LOG.debug("an answer was for nobody", e);
        }
      }
    }

    private void answer(Frame datum, Frame answer) throws IOException {
      if (ended) {
        return;
      }
      byte[] bytes;
      try {
        bytes = answer.encoded(link.largest());
      } catch (IllegalArgumentException e) { // too large
        bytes = Answer.failure(datum, payload, e).encoded(link.largest());
      }
      link.send(bytes);
    }

    void end() {
      ended = true;
      thread.interrupt();
    }
  }
}
