package jacquard.flow;

/** The caller as a worker. */
class LocalWorkersTest extends WorkersContract {
  @Override
  Workers workers() {
    return Workers.local(Tasks.TYPES);
  }

  @Override
  boolean areSeveral() {
    return false;
  }
}
