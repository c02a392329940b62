package jacquard.kernels.opencl;

import java.util.Locale;

/**
 * A way of dividing the work: kernels exist in one for processors and one for graphics cards.
 *
 * <p>On a processor a work-item is a long run of vector instructions; on a graphics card it is one
 * element. Both give the same bits.
 */
public enum Family {
  /** For processors: macro tiles, vectors along rows. */
  CPU,

  /** For graphics cards: small tiles in local memory, an element a work-item. */
  GPU;

  /** Overrides the choice by device type with "cpu" or "gpu". */
  static final String PROPERTY = "jacquard.opencl.family";

  static Family of(Device device) {
    String given = System.getProperty(PROPERTY);
    if (given != null) {
      return valueOf(given.toUpperCase(Locale.ROOT));
    }
    boolean roomForTiles = device.localMemory() >= CpuTiles.LEAST_MEMORY;
    return device.isGpu() || !roomForTiles ? GPU : CPU;
  }
}
