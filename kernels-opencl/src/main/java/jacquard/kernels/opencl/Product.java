package jacquard.kernels.opencl;

import jacquard.kernels.BlockSums;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;

/** The way one family of kernels computes products. */
interface Product {
  /** What becomes of the sums; the names and arguments are those of product-epilogue.cl. */
  enum Epilogue {
    SCALE,
    AFFINE,
    SAMPLE,
    GRADIENT,
    LAYER,
    CONTRASTIVE,
    COVARIANCE;

    boolean hasBiases() {
      return this == LAYER || this == CONTRASTIVE;
    }
  }

  /**
   * The factors, op(a) of m x depth and op(b) of depth x n.
   *
   * @param depth with CONTRASTIVE, of both phases together
   */
  record Factors(Op opA, Matrix a, Op opB, Matrix b, int m, int n, int depth) {
    String[] options(Epilogue epilogue) {
      return new String[] {
        "-DTRANS_A=" + flag(opA), "-DTRANS_B=" + flag(opB), "-DEPILOGUE=" + epilogue
      };
    }

    private static int flag(Op op) {
      return op == Op.TRANSPOSED ? 1 : 0;
    }

    /** The number of blocks in each sum. */
    int blocks() {
      return Math.ceilDiv(depth, Kernels.BLOCK);
    }

    /** The levels of chains that add the blocks. */
    int chains() {
      int levels = 1;
      for (long terms = BlockSums.RUN; terms < depth; terms *= Kernels.BLOCK) {
        levels++;
      }
      return levels;
    }
  }

  /**
   * Queues the product and what becomes of it.
   *
   * @param arguments those of the epilogue
   */
  void enqueue(Epilogue epilogue, Factors factors, Object... arguments);
}
