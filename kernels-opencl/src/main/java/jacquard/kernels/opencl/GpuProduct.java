package jacquard.kernels.opencl;

import jacquard.kernels.Floats;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Products on a graphics card: gemm-gpu.cl, with tiles as large as still fill the device.
 *
 * <p>Where even small tiles do not, each block of the sums gets groups of its own, and a second
 * launch adds the blocks.
 */
final class GpuProduct implements Product {
  private static final int SIDE = 16;

  /** Elements of an item in each direction, most first. */
  private static final int[] ITEMS = {8, 4, 2};

  private static final int LINE = 64;
  private static final int DEPTH = 16;

  /** The most floats that the blocks' sums may take. */
  private static final long MOST_PARTIAL = 1L << 25;

  private final Launcher launcher;
  private final int units;
  private final int unroll;
  private DeviceBuffer.@Nullable OfFloats partial;

  GpuProduct(Launcher launcher) {
    this.launcher = launcher;
    this.units = launcher.device().units();
    // Elsewhere it would only take long to compile.
    this.unroll = launcher.device().isGpu() ? DEPTH : 1;
  }

  @Override
  public void enqueue(Epilogue epilogue, Factors factors, Object... arguments) {
    // The launches of one product share the partial sums, so products take turns.
    synchronized (launcher.context()) {
      int item = item(factors);
      boolean split = split(factors, item);
      // Where nothing is split, any buffer will do.
      Floats sums = split ? partial((int) partialSize(factors)) : factors.a().data();
      String[] options =
          Stream.concat(
                  Stream.of(factors.options(epilogue)),
                  Stream.of(
                      "-DITEM_ROWS=" + item,
                      "-DITEM_COLS=" + item,
                      "-DUNROLL=" + unroll,
                      "-DCHAINS=" + factors.chains()))
              .toArray(String[]::new);
      product(factors, item, split, sums, options, arguments);
      if (split) {
        combine(factors, sums, options, arguments);
      }
      if (epilogue.hasBiases()) {
        biases(epilogue, factors, options, arguments);
      }
    }
  }

  private void product(
      Factors f, int item, boolean split, Floats sums, String[] options, Object[] arguments) {
    long[] global = {
      (long) Math.ceilDiv(f.n(), SIDE * item) * SIDE,
      (long) Math.ceilDiv(f.m(), SIDE * item) * SIDE,
      split ? f.blocks() : 1
    };
    launcher.launch(
        launcher.kernel("gemm-gpu.cl", "product", options),
        global,
        new long[] {SIDE, SIDE, 1},
        with(arguments, f.m(), f.n(), f.depth(), split ? 1 : 0, sums, f.a(), f.b()));
  }

  private void combine(Factors f, Floats sums, String[] options, Object[] arguments) {
    long groups = Math.ceilDiv(f.n(), 4 * LINE);
    launcher.launch(
        launcher.kernel("gemm-gpu.cl", "combine", options),
        new long[] {groups * LINE, f.m()},
        new long[] {LINE, 1},
        with(arguments, f.m(), f.n(), f.blocks(), sums));
  }

  private void biases(Epilogue epilogue, Factors f, String[] options, Object[] arguments) {
    int count = epilogue == Epilogue.LAYER ? f.n() : f.n() + f.m();
    launcher.launch(
        launcher.kernel("gemm-gpu.cl", "biases", options),
        new long[] {(long) Math.ceilDiv(count, LINE) * LINE},
        new long[] {LINE},
        with(arguments, f.m(), f.n(), f.depth(), f.a(), f.b()));
  }

  private static Object[] with(Object[] arguments, Object... first) {
    return Stream.concat(Stream.of(first), Stream.of(arguments)).toArray();
  }

  /** The elements of an item in each direction: the most that leave a group for each unit. */
  private int item(Factors f) {
    for (int item : ITEMS) {
      long groups = groups(f, item) * (mayBeSplit(f) ? f.blocks() : 1);
      if (groups >= units) {
        return item;
      }
    }
    return ITEMS[ITEMS.length - 1];
  }

  private boolean split(Factors f, int item) {
    return mayBeSplit(f) && groups(f, item) < units;
  }

  private static long groups(Factors f, int item) {
    return (long) Math.ceilDiv(f.m(), SIDE * item) * Math.ceilDiv(f.n(), SIDE * item);
  }

  private static boolean mayBeSplit(Factors f) {
    return f.blocks() > 1 && partialSize(f) <= MOST_PARTIAL;
  }

  private static long partialSize(Factors f) {
    return (long) f.blocks() * f.m() * f.n();
  }

  private Floats partial(int size) {
    DeviceBuffer.OfFloats buffer = partial;
    if (buffer == null || buffer.size() < size) {
      if (buffer != null) {
        buffer.close();
      }
      buffer = new DeviceBuffer.OfFloats(launcher.memory(), size);
      partial = buffer;
    }
    return buffer;
  }
}
