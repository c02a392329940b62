package jacquard.learn;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.vm.HalfDone;
import java.util.List;

/**
 * A rare change of several matrices, made whole or not at all.
 *
 * <p>It copies them all, so it is not for updates: those compute into scratch matrices first, and
 * change what they have learned by one operation at their end.
 */
final class Undo {
  private Undo() {}

  /** Makes a change; if it throws, the matrices are put back to what they were. */
  static void unlessWhole(Kernels kernels, List<Matrix> matrices, Runnable change) {
    List<float[]> before = matrices.stream().map(kernels::read).toList();
    try {
      change.run();
    } catch (RuntimeException | Error e) {
      try {
        for (int i = 0; i < before.size(); i++) {
          kernels.write(matrices.get(i), before.get(i));
        }
      } catch (RuntimeException | Error again) {
        e.addSuppressed(again);
        throw HalfDone.mark(e);
      }
      throw e;
    }
  }
}
