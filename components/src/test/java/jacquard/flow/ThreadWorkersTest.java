package jacquard.flow;

/** Threads as workers. */
class ThreadWorkersTest extends PooledContract {
  @Override
  Workers workers() {
    return Workers.threads(2, Tasks.TYPES);
  }
}
