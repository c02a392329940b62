package jacquard.kernels;

/**
 * A buffer of floats that lives where its {@link Kernels} compute.
 *
 * <p>Only the kernels that made it can use it. Closing twice is allowed; using it afterwards is an
 * {@link IllegalStateException}.
 */
public interface Floats extends AutoCloseable {
  /** The number of elements, at least 1. */
  int size();

  @Override
  void close();
}
