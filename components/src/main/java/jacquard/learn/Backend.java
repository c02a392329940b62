package jacquard.learn;

import jacquard.kernels.Kernels;
import jacquard.kernels.RecordedKernels;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels of this process, for components that are loaded from a checkpoint.
 *
 * <p>Kernels are not state: every backend gives the same bits, so what was saved on one goes on
 * with whatever this process computes with. They are recorded: traces show them.
 */
public final class Backend {
  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
  private static final AtomicReference<RecordedKernels> CURRENT =
      new AtomicReference<>(RecordedKernels.of(Kernels.java()));

  private Backend() {}

  /** The kernels loaded components compute with. */
  public static RecordedKernels current() {
    return Objects.requireNonNull(CURRENT.get());
  }

  /** Has components that are loaded from now on compute with these kernels. */
  public static void use(Kernels kernels) {
    CURRENT.set(RecordedKernels.of(kernels));
    LOG.info("components are computed by {} on {}", kernels.name(), kernels.deviceName());
  }
}
