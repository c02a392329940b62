package jacquard.other;

/** A base that only its package sees. */
class Hidden<T> {
  private long count;

  /** Counts. */
  public long next() {
    return ++count;
  }

  /** Gives what it gets. */
  public T id(T value) {
    return value;
  }
}
