package jacquard.expression;

import jacquard.kernels.BlockSums;
import jacquard.kernels.Kernels;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The operations that are no kernels: loops of Java over arrays.
 *
 * <p>Every sum has the order of the {@link Kernels}, and so its error bound; sums over all elements
 * go row after row, scattered ones index after index.
 */
final class Loops {
  private Loops() {}

  static void columnSums(HostView x, int rows, int columns, float[] to) {
    ColumnSum sum = new ColumnSum(columns);
    for (int r = 0; r < rows; r++) {
      sum.add(x, r);
    }
    sum.writeTo(to, 0);
  }

  static void rowSums(HostView x, int rows, int columns, float[] to) {
    for (int r = 0; r < rows; r++) {
      Sum sum = new Sum();
      sum.add(x.array(), x.at(r), columns);
      to[r] = sum.total();
    }
  }

  static float sum(HostView x, int rows, int columns) {
    Sum sum = new Sum();
    for (int r = 0; r < rows; r++) {
      sum.add(x.array(), x.at(r), columns);
    }
    return sum.total();
  }

  static void rowMax(HostView x, int rows, int columns, float[] to) {
    for (int r = 0; r < rows; r++) {
      float max = x.array()[x.at(r)];
      for (int c = 1; c < columns; c++) {
        max = Math.max(max, x.array()[x.at(r) + c]);
      }
      to[r] = max;
    }
  }

  /** A sum whose terms come in order. */
  private static final class Sum {
    private @Nullable BlockSums blocks;
    private float block;
    private int inBlock;

    void add(float[] array, int from, int count) {
      int at = from;
      int end = from + count;
      while (at < end) {
        int stop = Math.min(end, at + Kernels.BLOCK - inBlock);
        inBlock += stop - at;
        float s = block;
        for (; at < stop; at++) {
          s += array[at];
        }
        block = s;
        if (inBlock == Kernels.BLOCK) {
          close();
        }
      }
    }

    private void close() {
      blocks = blocks == null ? new BlockSums(1) : blocks;
      blocks.add(new float[] {block}, 0);
      block = 0f;
      inBlock = 0;
    }

    float total() {
      if (blocks == null) {
        return block;
      }
      if (inBlock > 0) {
        close();
      }
      return blocks.total()[0];
    }
  }

  /** The sums of the columns of rows that come in order. */
  private static final class ColumnSum {
    private final float[] block;
    private @Nullable BlockSums blocks;
    private int inBlock;

    ColumnSum(int columns) {
      block = new float[columns];
    }

    void add(HostView x, int row) {
      int at = x.at(row);
      for (int c = 0; c < block.length; c++) {
        block[c] += x.array()[at + c];
      }
      if (++inBlock == Kernels.BLOCK) {
        close();
      }
    }

    private void close() {
      blocks = blocks == null ? new BlockSums(block.length) : blocks;
      blocks.add(block, 0);
      clear();
    }

    private void clear() {
      Arrays.fill(block, 0f);
      inBlock = 0;
    }

    /** Writes the sums, and is empty again. */
    void writeTo(float[] to, int at) {
      if (blocks != null && inBlock > 0) {
        close();
      }
      System.arraycopy(blocks == null ? block : blocks.total(), 0, to, at, block.length);
      blocks = null;
      clear();
    }
  }

  static int[] floor(HostView x, int rows, String words) {
    int[] floors = new int[rows];
    for (int r = 0; r < rows; r++) {
      double floor = Math.floor(x.array()[x.at(r)]);
      floors[r] = (int) floor;
      if (floors[r] != floor) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s: %s is no int", words, floor));
      }
    }
    return floors;
  }

  static void transpose(HostView x, int rows, int columns, float[] to) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        to[c * rows + r] = x.array()[x.at(r) + c];
      }
    }
  }

  /** NaN for a label that is no column, as the kernels have it. */
  static void pick(HostView x, int[] labels, int columns, float[] to) {
    for (int r = 0; r < labels.length; r++) {
      boolean known = labels[r] >= 0 && labels[r] < columns;
      to[r] = known ? x.array()[x.at(r) + labels[r]] : Float.NaN;
    }
  }

  /** NaN in the row of a label that is no column: what {@link #pick} gives has this gradient. */
  static void place(HostView g, int[] labels, int columns, float[] to) {
    for (int r = 0; r < labels.length; r++) {
      boolean known = labels[r] >= 0 && labels[r] < columns;
      int at = r * columns;
      Arrays.fill(to, at, at + columns, known ? 0f : Float.NaN);
      if (known) {
        to[at + labels[r]] = g.array()[g.at(r)];
      }
    }
  }

  /** The gradient of {@link Kernels#softmaxGradient}, of its probabilities. */
  static void lessOneHot(HostView p, int[] labels, int columns, float[] to) {
    for (int r = 0; r < labels.length; r++) {
      boolean known = labels[r] >= 0 && labels[r] < columns;
      for (int c = 0; c < columns; c++) {
        float value = p.array()[p.at(r) + c];
        to[r * columns + c] = !known ? Float.NaN : c == labels[r] ? value - 1f : value;
      }
    }
  }

  /** Numbers of any type by row and column. */
  interface Numbers {
    double at(int row, int column);
  }

  static void compare(Op.Binary op, Numbers a, Numbers b, int columns, int size, float[] to) {
    for (int i = 0; i < size; i++) {
      int row = i / columns;
      int column = i % columns;
      to[i] = holds(op, a.at(row, column), b.at(row, column)) ? 1f : 0f;
    }
  }

  static boolean holds(Op.Binary comparison, double left, double right) {
    return switch (comparison) {
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      default -> throw new AssertionError(comparison);
    };
  }

  static void scatter(HostView g, int[] indices, int rows, int columns, float[] to) {
    Groups groups = new Groups(indices, rows);
    ColumnSum sum = new ColumnSum(columns);
    Arrays.fill(to, 0, rows * columns, 0f);
    for (int target = 0; target < rows; target++) {
      if (groups.has(target)) {
        groups.of(target).forEach(i -> sum.add(g, i));
        sum.writeTo(to, target * columns);
      }
    }
  }

  /** Where each number from 0 on stands among indices, in ascending order. */
  private static final class Groups {
    private final int[] starts;
    private final int[] places;

    Groups(int[] indices, int numbers) {
      starts = new int[numbers + 1];
      for (int index : indices) {
        starts[Objects.checkIndex(index, numbers) + 1]++;
      }
      for (int n = 0; n < numbers; n++) {
        starts[n + 1] += starts[n];
      }
      int[] next = starts.clone();
      places = new int[indices.length];
      for (int i = 0; i < indices.length; i++) {
        places[next[indices[i]]++] = i;
      }
    }

    boolean has(int number) {
      return starts[number] < starts[number + 1];
    }

    IntStream of(int number) {
      return Arrays.stream(places, starts[number], starts[number + 1]);
    }
  }

  static void gatherColumns(HostView x, int rows, int columns, int[] indices, float[] to) {
    for (int index : indices) {
      if (index < 0 || index >= columns) {
        throw new IndexOutOfBoundsException(
            String.format(
                Locale.ROOT,
                "there is no column %d (counted from 0) in %d columns",
                index,
                columns));
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < indices.length; i++) {
        to[r * indices.length + i] = x.array()[x.at(r) + indices[i]];
      }
    }
  }

  static void scatterColumns(HostView g, int[] indices, int rows, int columns, float[] to) {
    Groups groups = new Groups(indices, columns);
    for (int c = 0; c < columns; c++) {
      int[] places = groups.of(c).toArray();
      for (int r = 0; r < rows; r++) {
        Sum sum = new Sum();
        for (int place : places) {
          sum.add(g.array(), g.at(r) + place, 1);
        }
        to[r * columns + c] = sum.total();
      }
    }
  }

  /** Copies a matrix to where its element (0, 0) goes in rows of a given length. */
  static void copy(HostView x, int rows, int columns, float[] to, int at, int ld) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x.array(), x.at(r), to, at + r * ld, columns);
    }
  }

  static void segmentSum(HostView x, int rows, int columns, int[] starts, float[] to) {
    Segments.check(starts, rows);
    ColumnSum sum = new ColumnSum(columns);
    for (int i = 0; i + 1 < starts.length; i++) {
      for (int r = starts[i]; r < starts[i + 1]; r++) {
        sum.add(x, r);
      }
      sum.writeTo(to, i * columns);
    }
  }
}
