package jacquard.cluster;

import jacquard.flow.RemoteWorker;
import java.util.concurrent.CountDownLatch;
import org.jgroups.JChannel;

/**
 * A member of a cluster that does jobs for {@link ClusterWorkers}, one at a time for each master,
 * until it is closed.
 *
 * <p>Masters come and go. Start as many members as there are processors, their kernels
 * single-threaded ({@code Backend.use(new VectorKernels(1))}).
 */
public final class ClusterWorker implements AutoCloseable {
  private final JChannel channel;
  private final RemoteWorker worker;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ClusterWorker(JChannel channel, RemoteWorker worker) {
    this.channel = channel;
    this.worker = worker;
  }

  /**
   * Joins a cluster and does jobs, in threads of its own.
   *
   * @param membership the place of this member; its directory and patience are not used
   * @param types classes that jobs hold, beside those registered by their jars
   * @throws ClusterException if it cannot listen
   */
  public static ClusterWorker serve(Membership membership, Class<?>... types) {
    JChannel channel = JobChannel.of(membership);
    RemoteWorker worker = new RemoteWorker(types);
    JobChannel.connect(
        channel,
        membership,
        new Links(channel, link -> {}, worker::disconnected, worker::received));
    return new ClusterWorker(channel, worker);
  }

  /**
   * Waits until this member is closed; its threads alone do not keep a process alive.
   *
   * @throws InterruptedException if the thread is interrupted first
   */
  public void await() throws InterruptedException {
    closed.await();
  }

  /** The channel, for tests that disturb it. */
  JChannel channel() {
    return channel;
  }

  /**
   * Leaves the cluster. The job being done is interrupted, and done by another member; waits until
   * it has ended here.
   */
  @Override
  public void close() {
    channel.close();
    worker.close();
    closed.countDown();
  }
}
