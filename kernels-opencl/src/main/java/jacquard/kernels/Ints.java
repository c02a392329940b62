package jacquard.kernels;

/** A buffer of ints that lives where its {@link Kernels} compute; closed like {@link Floats}. */
public interface Ints extends AutoCloseable {
  /** The number of elements, at least 1. */
  int size();

  @Override
  void close();
}
