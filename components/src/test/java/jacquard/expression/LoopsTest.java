package jacquard.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Sums of expressions have the order that the kernels state, here written out as a recursion. */
final class LoopsTest {
  private static final int[] LENGTHS = {1, 256, 257, 65_535, 65_536, 65_537, 131_073, 200_001};

  /** The sum of the elements at {@code place(from)} to {@code place(to - 1)}. */
  private static float tree(float[] values, int from, int to, IntUnaryOperator place) {
    if (to - from <= 256) {
      float chain = 0f;
      for (int k = from; k < to; k++) {
        chain += values[place.applyAsInt(k)];
      }
      return chain;
    }
    int part = 256;
    while ((long) part * 256 < to - from) {
      part *= 256;
    }
    float sum = tree(values, from, from + part, place);
    for (int at = from + part; at < to; at += part) {
      sum += tree(values, at, Math.min(to, at + part), place);
    }
    return sum;
  }

  private static float[] values(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2023f + random.nextFloat();
    }
    return values;
  }

  @Example
  void longSumsFollowTheDefinition() {
    for (int n : LENGTHS) {
      float[] values = values(3 * n + 1);
      HostView x = new HostView(values, 1, 3);
      float[] columns = new float[2];
      Loops.columnSums(x, n, 2, columns);
      for (int c = 0; c < 2; c++) {
        int column = c;
        assertEquals(tree(values, 0, n, r -> 1 + 3 * r + column), columns[c]);
      }
      float wanted = tree(values, 0, 2 * n, i -> 1 + 3 * (i / 2) + i % 2);
      assertEquals(wanted, Loops.sum(x, n, 2));
      float[] rows = new float[2];
      Loops.rowSums(new HostView(values, 0, n), 2, n, rows);
      assertEquals(tree(values, 0, n, i -> i), rows[0]);
      assertEquals(tree(values, n, 2 * n, i -> i), rows[1]);
    }
  }

  /** Sums of the rows of one sample, of none, and of many. */
  @Example
  void longSegmentsFollowTheDefinition() {
    int[] starts = {0, 0, 3, 65_540, 65_540, 200_000};
    float[] values = values(2 * 200_000);
    float[] sums = new float[10];
    Loops.segmentSum(new HostView(values, 0, 2), 200_000, 2, starts, sums);
    for (int i = 0; i < 10; i++) {
      int sample = i / 2;
      int first = starts[sample];
      int column = i % 2;
      IntUnaryOperator place = r -> 2 * (first + r) + column;
      assertEquals(tree(values, 0, starts[sample + 1] - first, place), sums[i]);
    }
  }

  /** The places of an index, in order, are the terms of its sum. */
  @Property(tries = 20)
  void scatteredSumsFollowTheDefinition(@ForAll long seed) {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(random.nextBoolean() ? 20 : 100_000);
    int targets = 1 + random.nextInt(7);
    // Some indices are frequent, some do not occur.
    int[] indices =
        random.ints(count, 0, targets).map(i -> random.nextInt(3) == 0 ? i : i / 2).toArray();
    float[] values = values(2 * count);
    float[] rows = new float[2 * targets];
    Loops.scatter(new HostView(values, 0, 2), indices, targets, 2, rows);
    float[] columns = new float[2 * targets];
    Loops.scatterColumns(new HostView(values, 0, count), indices, 2, targets, columns);
    for (int target = 0; target < targets; target++) {
      int wanted = target;
      int[] places = IntStream.range(0, count).filter(i -> indices[i] == wanted).toArray();
      for (int j = 0; j < 2; j++) {
        int other = j;
        assertEquals(
            tree(values, 0, places.length, i -> 2 * places[i] + other), rows[2 * target + j]);
        assertEquals(
            tree(values, 0, places.length, i -> other * count + places[i]),
            columns[j * targets + target]);
      }
    }
  }

  /** Ten million equal terms: the bound of three levels, far above what is found. */
  @Example
  void manyEqualTermsStayWithinTheBound() {
    int n = 10_000_000;
    float[] values = new float[n];
    java.util.Arrays.fill(values, 0.1f);
    double exact = n * (double) 0.1f;
    HostView x = new HostView(values, 0, 1);
    float[] columns = new float[1];
    float[] scattered = new float[1];
    Loops.columnSums(x, n, 1, columns);
    Loops.scatter(x, new int[n], 1, 1, scattered);
    assertEquals(exact, columns[0], 3 * 256 * 0x1p-24 * exact);
    assertArrayEquals(columns, scattered);
    assertEquals(columns[0], Loops.sum(x, n, 1));
  }

  @Example
  void anIndexBeyondTheRowsIsRefusedBeforeAnythingIsWritten() {
    float[] to = {7, 7};
    HostView x = new HostView(new float[] {1, 2}, 0, 1);
    assertThrows(
        IndexOutOfBoundsException.class, () -> Loops.scatter(x, new int[] {0, 2}, 2, 1, to));
    assertArrayEquals(new float[] {7, 7}, to);
  }
}
