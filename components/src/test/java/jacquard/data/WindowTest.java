package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.opencl.Devices;
import jacquard.kernels.opencl.OpenClKernels;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Batches as windows: what they hold, what is copied and what is not. */
final class WindowTest {
  private static final int COLUMNS = 3;

  private static Dataset data(int rows) {
    float[] values = new float[rows * COLUMNS];
    int[] labels = new int[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
      labels[i / COLUMNS] = i / COLUMNS;
    }
    return new Dataset("d", COLUMNS, values, labels);
  }

  @Property(tries = 200)
  void aWindowIsItsRows(
      @ForAll @IntRange(min = 1, max = 20) int rows,
      @ForAll @IntRange(max = 100) int a,
      @ForAll @IntRange(max = 100) int b) {
    int first = a % rows;
    int count = 1 + b % (rows - first);
    Batch window = data(rows).all().rows(first, count);
    float[] values = data(rows).all().values();
    assertArrayEquals(
        Arrays.copyOfRange(values, first * COLUMNS, (first + count) * COLUMNS), window.values());
    assertEquals(first, window.label(0));
    assertEquals(new Batch(COLUMNS, window.values(), window.labels()), window);
    assertEquals(
        new Batch(COLUMNS, window.values(), window.labels()).hashCode(), window.hashCode());
    Kernels kernels = new JavaKernels();
    assertArrayEquals(window.values(), kernels.read(window.on(kernels)));
    assertArrayEquals(window.labels(), kernels.read(window.labelsOn(kernels)));
  }

  @Test
  void emptyAndOutlyingWindowsAreRefused() {
    Batch all = data(4).all();
    Exception error = assertThrows(IllegalArgumentException.class, () -> all.rows(2, 0));
    assertEquals("rows 2..1 of a Batch of 4 x 3", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> all.rows(3, 2));
    assertThrows(IllegalArgumentException.class, () -> all.rows(-1, 2));
    Batch window = all.rows(1, 2);
    assertThrows(IllegalArgumentException.class, () -> window.rows(1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> window.value(2, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> window.label(2));
    assertThrows(IndexOutOfBoundsException.class, () -> window.row(2));
    error =
        assertThrows(IllegalArgumentException.class, () -> new Batch(3, new float[0], new int[0]));
    assertEquals("a batch of 0 rows x 3 is empty", error.getMessage());
  }

  @Test
  void windowsOfABlockShareOneCopyOnTheDevice() {
    Kernels kernels = new JavaKernels();
    Batch all = data(6).all();
    Matrix low = all.rows(0, 2).on(kernels);
    Matrix high = all.rows(2, 4).rows(1, 2).on(kernels);
    assertSame(low.data(), high.data());
    assertEquals(3 * COLUMNS, high.offset());
    assertNotSame(low.data(), all.on(new JavaKernels()).data());
  }

  @Test
  void whatIsReleasedIsCopiedAgain() {
    Kernels kernels = new JavaKernels();
    Batch all = data(6).all();
    Matrix before = all.on(kernels);
    all.block().release();
    assertThrows(IllegalStateException.class, () -> kernels.read(before));
    assertArrayEquals(all.values(), kernels.read(all.on(kernels)));
  }

  @Test
  void onlyWhatIsPartOfMoreStaysOnTheDevice() {
    Dataset data = data(4);
    try (Kernels device = new OpenClKernels(Devices.best())) {
      assertTrue(data.all().isResident(device));
      assertTrue(data.sample(1).isResident(device));
      assertFalse(new Batch(3, new float[3], new int[1]).isResident(device));
      assertTrue(new Batch(3, new float[6], new int[2]).rows(0, 1).isResident(device));
      assertFalse(new Sample(new float[3], 0).isResident(device));
    }
  }

  @Test
  void kernelsOnArraysCopyNothing() {
    Kernels kernels = new JavaKernels();
    Batch batch = new Batch(2, new float[] {1, 2, 3, 4}, new int[] {5, 6});
    assertTrue(batch.isResident(kernels));
    assertSame(batch.block().values(), kernels.array(batch.rows(1, 1).on(kernels)));
  }

  @Test
  void rowsThatFollowEachOtherAreStackedWithoutCopying() {
    Batch all = data(6).all();
    List<Sample> inOrder = List.of(all.row(2), all.row(3), all.row(4));
    Batch window = all.row(2).stack(inOrder);
    assertSame(all.block(), window.block());
    assertEquals(all.rows(2, 3), window);
    assertSame(all.block(), window.stack(List.of(window, all.rows(5, 1))).block());
    Batch mixed = all.row(3).stack(List.of(all.row(3), all.row(2)));
    assertNotSame(all.block(), mixed.block());
    assertEquals(new Batch(3, new float[] {9, 10, 11, 6, 7, 8}, new int[] {3, 2}), mixed);
  }
}
