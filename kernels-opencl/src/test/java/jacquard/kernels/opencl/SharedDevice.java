package jacquard.kernels.opencl;

import jacquard.kernels.Kernels;
import java.util.EnumMap;
import java.util.Map;

/** One context for each family, so that tests do not load the kernels again for each try. */
public final class SharedDevice {
  private static final Map<Family, DeviceContext> CONTEXTS = new EnumMap<>(Family.class);

  private SharedDevice() {}

  /** Kernels of their own on the shared context. */
  public static synchronized Kernels kernels(Family family) {
    return new OpenClKernels(context(family).share());
  }

  static synchronized DeviceContext context(Family family) {
    return CONTEXTS.computeIfAbsent(family, f -> new DeviceContext(Devices.best(), f, false));
  }
}
