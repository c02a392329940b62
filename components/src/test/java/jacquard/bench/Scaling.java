package jacquard.bench;

/**
 * A model of a row of jobs on workers: how long it takes, and where more workers stop to help.
 *
 * <p>All times are milliseconds a job.
 *
 * @param own what a job takes beside its work, while its worker waits: both ways and back
 * @param master what of that keeps the master busy, so that no two jobs do it at once
 */
record Scaling(double own, double master) {
  /**
   * How long a row takes.
   *
   * <p>Each worker takes one job after the other; the master is between all of them.
   *
   * @param jobs in the row
   * @param work of one
   * @param workers at least 1
   */
  double time(long jobs, double work, double workers) {
    double rows = Math.ceil(jobs / workers);
    return Math.max(rows * (work + own), jobs * master);
  }

  /** How many times faster a row is than its work alone on one. */
  double speedUp(long jobs, double work, double workers) {
    return jobs * work / time(jobs, work, workers);
  }

  /** The workers beyond which more do not help. */
  double bend(double work) {
    return (work + own) / master;
  }

  /** The same with data: jobs that carry so many megabytes there, at so many ms each. */
  Scaling carrying(double megabytes, double millisEach) {
    return new Scaling(own + megabytes * millisEach, master + megabytes * millisEach);
  }
}
