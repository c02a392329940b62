package jacquard.flow;

/** The failure of one job; its message names the job and its datum. */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The place of the job in its row. */
  private final long index;

  JobException(Job<?, ?> job, String what, Throwable cause) {
    super(job + ": " + what, cause);
    this.index = job.index();
  }

  /** The place of the job in its row. */
  public long index() {
    return index;
  }
}
