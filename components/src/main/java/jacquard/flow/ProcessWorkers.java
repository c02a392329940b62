package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Child processes: work, data and results travel through pipes as {@link Payload}s. */
final class ProcessWorkers extends PooledWorkers {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessWorkers.class);

  ProcessWorkers(int count, Class<?>... types) {
    this(count, new Payload(types), types);
  }

  private ProcessWorkers(int count, Payload payload, Class<?>... types) {
    super(count, "process", payload, () -> new InProcess(payload, types));
  }

  /** A worker in a process that is started for its first job, and again if it died. */
  private static final class InProcess implements Worker {
    private final Payload payload;
    private final Class<?>[] types;
    private @Nullable Child child;
    private boolean closed;

    InProcess(Payload payload, Class<?>... types) {
      this.payload = payload;
      this.types = types;
    }

    @Override
    public Object apply(Job<?, ?> job, Copied work) throws Exception {
      byte[] datum = payload.encode(job.datum());
      Child own = child();
      try {
        return own.apply(job, work, datum, payload);
      } catch (IOException e) {
        own.close();
        LOG.warn("a worker process died at {}, and is replaced if need be: {}", job, e.toString());
        throw new LostException(e.getMessage(), true, e);
      }
    }

    private synchronized Child child() throws IOException {
      if (closed) {
        throw new IllegalStateException("not done, since the workers were closed");
      }
      if (child == null || !child.isAlive()) {
        child = new Child(Code.fingerprint(), types);
      }
      return child;
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (child != null) {
        child.close();
      }
    }
  }
}
