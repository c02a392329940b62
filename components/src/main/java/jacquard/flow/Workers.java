package jacquard.flow;

import jacquard.experiment.Crew;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Those who do jobs: this thread, threads, processes, or what else implements this.
 *
 * <p>The contract, which {@code WorkersContract} tests of all of them:
 *
 * <ul>
 *   <li>Jobs are done in any order, at least once each, and every job submitted is settled: its
 *       future gives the result or a {@link JobException} that names the job and its datum.
 *   <li>The work of a job is copied once for each worker; the copy is applied to one datum at a
 *       time.
 *   <li>{@link #close} is final and happens once; after it no thread and no process is left, and
 *       jobs that were not done have failed.
 * </ul>
 *
 * <p>Threads may share workers.
 */
public interface Workers extends AutoCloseable, Crew {
  /** How many jobs under way keep all of them busy, at least 1. */
  int width();

  /**
   * Takes a job on. It may block while the job is done.
   *
   * @throws jacquard.checkpoint.CheckpointException if the work cannot be copied
   * @throws IllegalStateException if these workers are closed
   */
  <D, R> Future<R> submit(Job<D, R> job);

  /** Ends all workers; jobs that are not done fail. Doing it again does nothing. */
  @Override
  void close();

  /**
   * The results of work on data, in the order of the data.
   *
   * @throws JobException the first that failed in the order of the data, once no job is under way
   */
  default <D, R> List<R> run(Work<D, R> work, Iterable<? extends D> data) {
    List<R> results = new ArrayList<>();
    try (InOrder<D, R> row = new InOrder<>(this, work, data.iterator(), 0)) {
      while (row.hasNext()) {
        results.add(row.next());
      }
    }
    return results;
  }

  /**
   * The crew of an experiment ({@code experiment.on(workers)}): each parallel thread is a job.
   *
   * @throws JobException the first that failed in the order of the threads
   */
  @Override
  default List<byte[]> takeSteps(List<byte[]> threads) {
    return run(new TakeSteps(), threads);
  }

  /** The caller: a job is done when it is submitted. */
  static Workers local(Class<?>... types) {
    return new LocalWorkers(types);
  }

  /**
   * Threads of this process.
   *
   * <p>Kernels are best single-threaded beside them ({@code Backend.use(new VectorKernels(1))}).
   *
   * @param count of the threads, at least 1: about as many as there are processors
   * @param types classes that jobs hold, beside those registered by their jars
   */
  static Workers threads(int count, Class<?>... types) {
    return new ThreadWorkers(count, types);
  }

  /**
   * Child processes of the same program: same class path, same options of the JVM, kernels with one
   * thread. A process that runs other code than this one is refused; one that dies is replaced.
   *
   * @param count of the processes, at least 1
   * @param types classes that jobs hold, beside those registered by their jars
   */
  static Workers processes(int count, Class<?>... types) {
    return new ProcessWorkers(count, types);
  }
}
