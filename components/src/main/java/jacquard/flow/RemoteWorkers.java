package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers at the other end of links, which come and go: the master's side, whatever carries the
 * messages. The other side is {@link RemoteWorker}.
 *
 * <p>Each worker is given one job at a time. The job of one that is lost is given to another; what
 * it answers later is ignored. Jobs wait for workers, and fail when there is none for longer than
 * the patience.
 *
 * <p>A transport tells it of links and messages, one at a time for each link.
 */
public final class RemoteWorkers extends PooledWorkers {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteWorkers.class);

  private final Payload payload;
  private final byte[] code;
  private final Duration patience;
  private final String missing;
  private final Runnable disconnect;

  /** Also the lock of what follows. */
  private final Map<Link, Remote> remotes = new LinkedHashMap<>();

  private int working;

  /** Changes whenever the waiting for a first worker begins or ends. */
  private long wait;

  private boolean waiting;

  /**
   * No workers yet.
   *
   * @param name of the threads that attend to them
   * @param patience how long jobs wait for a first worker
   * @param missing what to do when none comes, for people
   * @param disconnect ends the transport, and all sending, when these workers are closed
   * @param types classes that jobs hold, beside those registered by their jars
   */
  public RemoteWorkers(
      String name, Duration patience, String missing, Runnable disconnect, Class<?>... types) {
    this(name, Code.fingerprint(), patience, missing, disconnect, new Payload(types));
  }

  /** For tests of the fingerprint of the code. */
  RemoteWorkers(
      String name,
      String code,
      Duration patience,
      String missing,
      Runnable disconnect,
      Payload payload) {
    super(name, payload);
    this.payload = payload;
    this.code = code.getBytes(StandardCharsets.UTF_8);
    this.patience = patience;
    this.missing = missing;
    this.disconnect = disconnect;
  }

  /**
   * There is a link, or a known one may have lost messages: who is at its other end is greeted, and
   * given jobs if that is a worker.
   */
  public void connected(Link link) {
    synchronized (remotes) {
      Remote known = remotes.get(link);
      if (known != null) {
        lost(known, "knows nothing any more of what it was given", false);
      }
      Remote remote = new Remote(link, payload, r -> lost(r, "cannot be sent to", false));
      remotes.put(link, remote);
      greet(remote);
    }
  }

  private void greet(Remote remote) {
    try {
      remote.greet(code);
    } catch (IOException e) {
      // The transport will say that the link is lost.
    }
  }

  /** A link is lost: the jobs given to its worker are given to others. */
  public void disconnected(Link link) {
    synchronized (remotes) {
      Remote remote = remotes.get(link);
      if (remote != null) {
        lost(remote, "left", true);
      }
    }
  }

  private void lost(Remote remote, String why, boolean blamed) {
    synchronized (remotes) {
      if (!remotes.remove(remote.link(), remote)) {
        return;
      }
      // In this order, or its threads would try again and again to give it jobs.
      dismiss(remote);
      working -= remote.isWorking() ? 1 : 0;
      remote.lose(why, blamed);
      if (working == 0) {
        awaitWorkers();
      }
    }
  }

  /** A message came through a link. */
  public void received(Link link, byte[] message) {
    try {
      Frame frame = Frame.decoded(message);
      synchronized (remotes) {
        Remote remote = remotes.get(link);
        switch (frame.kind()) {
          case HELLO -> hello(remote, frame);
          case RESULT, FAILURE -> answered(remote, frame);
          default -> {} // such as the greeting of another master
        }
      }
    } catch (IOException e) {
      LOG.warn("{} sent what is no message: {}", link, e.toString());
    }
  }

  private static void answered(@Nullable Remote remote, Frame frame) {
    if (remote != null) {
      remote.answered(frame);
    }
  }

  private void hello(@Nullable Remote remote, Frame frame) {
    if (remote == null) {
      return;
    }
    if (remote.isWorking() && frame.number() == 0) {
      connected(remote.link()); // it knows nothing of us any more
    } else if (remote.isGreeted(frame) && !remote.isWorking()) {
      String found = new String(frame.bytes(), StandardCharsets.UTF_8);
      String own = new String(code, StandardCharsets.UTF_8);
      remote.is(found.equals(own) ? Remote.State.WORKING : Remote.State.REFUSED);
      if (remote.isWorking()) {
        working++;
        wait++;
        waiting = false;
        add(remote);
      } else {
        LOG.warn("{} gets no jobs: it {}", remote.link(), Remote.OTHER_CODE);
      }
    }
  }

  /** The links, and whether those at their other ends work, for people. */
  public List<String> described() {
    synchronized (remotes) {
      return remotes.values().stream().map(Remote::toString).toList();
    }
  }

  /** How many workers there are. */
  public int working() {
    synchronized (remotes) {
      return working;
    }
  }

  @Override
  public <D, R> Future<R> submit(Job<D, R> job) {
    Future<R> future = super.submit(job);
    synchronized (remotes) {
      if (working == 0 && !waiting) {
        awaitWorkers();
      }
    }
    return future;
  }

  private void awaitWorkers() {
    long own = ++wait;
    waiting = true;
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> endWait(own));
  }

  private void endWait(long which) {
    synchronized (remotes) {
      if (wait == which) {
        waiting = false;
        String there = remotes.isEmpty() ? "nobody else" : String.join(", ", described());
        String what =
            String.format(
                Locale.ROOT,
                "no worker has been there for %d s, but %s; %s",
                patience.toSeconds(),
                there,
                missing);
        failWaiting(what, new IllegalStateException("no workers"));
      }
    }
  }

  @Override
  void disconnect() {
    disconnect.run();
  }
}
