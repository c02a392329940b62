package jacquard.flow;

/**
 * What workers do to each datum of a row of jobs: a pure function.
 *
 * <p>Workers apply copies of it, one copy each, and may apply it to a datum more than once (when a
 * worker died). So it leaves itself, and the datum, as they were. It is copied by the encoding of
 * checkpoints: a record, or {@link jacquard.checkpoint.Stateful}, of a registered class, as are
 * data and results.
 *
 * @param <D> the class of the data
 * @param <R> the class of the results
 */
public interface Work<D, R> {
  /**
   * The result for a datum.
   *
   * @throws Exception anything: the job then fails
   */
  R apply(D datum) throws Exception;
}
