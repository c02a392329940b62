package jacquard.flow;

import jacquard.checkpoint.Payload;

/** Threads of this process: data and results are handed over as they are. */
final class ThreadWorkers extends PooledWorkers {
  ThreadWorkers(int count, Class<?>... types) {
    this(count, new Payload(types));
  }

  private ThreadWorkers(int count, Payload payload) {
    super(count, "thread", payload, () -> new OnThread(payload));
  }

  private static final class OnThread implements Worker {
    private final Copied.Copy copy;

    OnThread(Payload payload) {
      this.copy = new Copied.Copy(payload);
    }

    @Override
    public Object apply(Job<?, ?> job, Copied work) throws Exception {
      try {
        return copy.apply(work, job.datum());
      } finally {
        Thread.interrupted(); // if the job interrupted itself, the next one is not to know
      }
    }

    @Override
    public void close() {}
  }
}
