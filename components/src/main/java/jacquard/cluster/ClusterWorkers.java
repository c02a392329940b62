package jacquard.cluster;

import jacquard.flow.Job;
import jacquard.flow.RemoteWorkers;
import jacquard.flow.Workers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import org.jgroups.JChannel;

/**
 * Members of a cluster as workers, and this process as their master.
 *
 * <p>Each {@link ClusterWorker} of the cluster is a worker, from when it joins until it leaves. The
 * jobs that a member had when it was lost are done by others. What the master has not been told of
 * is lost with it.
 */
public final class ClusterWorkers implements Workers {
  private final RemoteWorkers workers;

  private ClusterWorkers(RemoteWorkers workers) {
    this.workers = workers;
  }

  /**
   * Joins a cluster as a master; the members may come later.
   *
   * @param membership the place of the master, its patience that with which jobs wait when there is
   *     no member to do them; its directory is not used
   * @param types classes that jobs hold, beside those registered by their jars
   * @throws ClusterException if it cannot listen
   */
  public static ClusterWorkers of(Membership membership, Class<?>... types) {
    JChannel channel = JobChannel.of(membership);
    RemoteWorkers workers =
        new RemoteWorkers(
            "member",
            membership.patience(),
            String.format(
                Locale.ROOT,
                "start a ClusterWorker of the cluster %s at one of %s",
                membership.cluster(),
                membership.addresses()),
            channel::close,
            types);
    JobChannel.connect(
        channel,
        membership,
        new Links(channel, workers::connected, workers::disconnected, workers::received));
    return new ClusterWorkers(workers);
  }

  /** How many members do jobs now. */
  public int members() {
    return workers.working();
  }

  /** Who else is in the cluster, and whether they do jobs, for people. */
  public List<String> described() {
    return workers.described();
  }

  @Override
  public int width() {
    return workers.width();
  }

  @Override
  public <D, R> Future<R> submit(Job<D, R> job) {
    return workers.submit(job);
  }

  /** Leaves the cluster. Members give up what they do for this master, and go on for others. */
  @Override
  public void close() {
    workers.close();
  }
}
