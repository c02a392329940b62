package jacquard.kernels.opencl;

import jacquard.kernels.Matrix;

/**
 * The division of a matrix among work-items.
 *
 * <p>In the CPU family a work-item gets some thousand elements, so that starting it costs little;
 * in the GPU family it gets one, or the few given.
 */
final class Grid {
  private static final int CPU_ELEMENTS = 4096;
  private static final long GPU_GROUP = 64;

  private final int rowsEach;
  private final int colsEach;
  private final long[] global;
  private final long[] local;

  private Grid(int rowsEach, int colsEach, long[] global, long[] local) {
    this.rowsEach = rowsEach;
    this.colsEach = colsEach;
    this.global = global;
    this.local = local;
  }

  /** The rows of a work-item. */
  int rowsEach() {
    return rowsEach;
  }

  /** The columns of a work-item. */
  int colsEach() {
    return colsEach;
  }

  /** The numbers of work-items. */
  long[] global() {
    return global;
  }

  /** The numbers of work-items of a group. */
  long[] local() {
    return local;
  }

  /**
   * Divides the elements.
   *
   * @param gpuCols the columns of a work-item of the GPU family
   */
  static Grid ofElements(Family family, int rows, int cols, int gpuCols) {
    if (family == Family.GPU) {
      return of(family, rows, cols, 1, gpuCols);
    }
    int colsEach = Math.min(CPU_ELEMENTS, roundedUp(cols, 64));
    return of(family, rows, cols, Math.max(1, CPU_ELEMENTS / colsEach), colsEach);
  }

  /** Divides whole rows. */
  static Grid ofRows(Family family, Matrix m) {
    int rowsEach = family == Family.GPU ? 1 : Math.max(1, CPU_ELEMENTS / 4 / m.cols());
    return ofItems(family, count(m.rows(), rowsEach), rowsEach);
  }

  /** Work-items in a row, each with {@code each} of something. */
  static Grid ofItems(Family family, int items, int each) {
    return new Grid(each, 0, new long[] {padded(family, items)}, group(family, 1));
  }

  /** Divides rows and columns as given. */
  static Grid of(Family family, int rows, int cols, int rowsEach, int colsEach) {
    long[] global = {padded(family, count(cols, colsEach)), count(rows, rowsEach)};
    return new Grid(rowsEach, colsEach, global, group(family, 2));
  }

  private static long padded(Family family, int items) {
    return family == Family.GPU ? (items + GPU_GROUP - 1) / GPU_GROUP * GPU_GROUP : items;
  }

  private static long[] group(Family family, int dimensions) {
    long width = family == Family.GPU ? GPU_GROUP : 1;
    return dimensions == 1 ? new long[] {width} : new long[] {width, 1};
  }

  static int count(int total, int each) {
    return (int) (((long) total + each - 1) / each);
  }

  private static int roundedUp(int value, int multiple) {
    return (int) Math.min(Integer.MAX_VALUE & -64L, count(value, multiple) * (long) multiple);
  }
}
