package jacquard.kernels.opencl;

/** Products on a processor: one launch of gemm-cpu.cl, a group a macro tile. */
final class CpuProduct implements Product {
  private static final long[] ONE = {1};

  private final Launcher launcher;
  private final int units;
  private final long memory;

  CpuProduct(Launcher launcher) {
    this.launcher = launcher;
    this.units = launcher.device().units();
    this.memory = launcher.device().localMemory();
  }

  @Override
  public void enqueue(Epilogue epilogue, Factors factors, Object... arguments) {
    CpuTiles tiles = CpuTiles.of(factors, units, memory);
    Object[] all = new Object[10 + arguments.length];
    all[0] = factors.m();
    all[1] = factors.n();
    all[2] = factors.depth();
    all[3] = tiles.rows();
    all[4] = tiles.cols();
    all[5] = new Launcher.Local(tiles.packedABytes());
    all[6] = new Launcher.Local(tiles.packedBBytes());
    all[7] = new Launcher.Local(tiles.sumsBytes(factors));
    all[8] = factors.a();
    all[9] = factors.b();
    System.arraycopy(arguments, 0, all, 10, arguments.length);
    Kernel kernel = launcher.kernel("gemm-cpu.cl", "product", factors.options(epilogue));
    launcher.launch(kernel, new long[] {tiles.count(factors)}, ONE, all);
  }
}
