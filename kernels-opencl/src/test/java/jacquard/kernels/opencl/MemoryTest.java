package jacquard.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.Floats;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Buffers start as zeros, are given back once, and never stay behind. */
final class MemoryTest {
  private final OpenClKernels kernels = new OpenClKernels(SharedDevice.context(Family.CPU).share());

  @AfterEach
  void close() {
    kernels.close();
  }

  @Test
  void aMillionBuffersLeaveNothingBehind() {
    long start = System.nanoTime();
    for (int i = 0; i < 1_000_000; i++) {
      kernels.floats(1 + i % 5000).close();
    }
    assertEquals(0, kernels.liveBuffers());
    assertEquals(0, kernels.liveBytes());
    Memory memory = kernels.launcher().memory();
    assertTrue(memory.pooledBytes() < 1 << 20, "pool holds " + memory.pooledBytes());
    System.out.printf(Locale.ROOT, "1e6 buffers: %.1f s%n", (System.nanoTime() - start) / 1e9);
  }

  @Test
  void aHundredThousandStepsLeaveNothingBehind() {
    Matrix x = kernels.matrix(10, 10);
    Matrix sum = kernels.matrix(1, 1);
    int buffers = kernels.liveBuffers();
    for (int i = 0; i < 50_000; i++) {
      // Three kernels and a scratch buffer.
      kernels.squaredNorm(x, sum);
      kernels.sgdUpdate(x, x, x, new Rates(0.1f, 0.5f, 0f));
    }
    kernels.finish();
    assertEquals(buffers, kernels.liveBuffers());
    assertTrue(kernels.launcher().memory().pooledBytes() < 1 << 20);
  }

  @Test
  void buffersStartAsZerosEvenSecondHand() {
    for (int size : new int[] {1, 63, 64, 65, 1000, 1023, 4097}) {
      for (int round = 0; round < 3; round++) {
        Matrix m = kernels.matrix(1, size);
        assertArrayEquals(new float[size], kernels.read(m), "size " + size);
        float[] ones = new float[size];
        Arrays.fill(ones, 1f);
        kernels.write(m, ones);
        m.data().close();
      }
    }
  }

  @Test
  void closingTwiceGivesBackOnce() {
    Floats first = kernels.floats(100);
    first.close();
    first.close();
    Floats second = kernels.floats(100);
    first.close();
    // Had the third close given it back, these two would share their memory.
    Floats third = kernels.floats(100);
    kernels.write(new Matrix(second, 0, 1, 100, 100), new float[100]);
    float[] ones = new float[100];
    Arrays.fill(ones, 1f);
    kernels.write(new Matrix(third, 0, 1, 100, 100), ones);
    assertArrayEquals(new float[100], kernels.read(new Matrix(second, 0, 1, 100, 100)));
    assertEquals(2, kernels.liveBuffers());
  }

  @Test
  void closedBuffersAreRefused() {
    Matrix m = kernels.matrix(2, 2);
    Matrix open = kernels.matrix(2, 2);
    m.data().close();
    String message = "buffer is closed";
    assertEquals(message, refused(() -> kernels.read(m)));
    assertEquals(message, refused(() -> kernels.write(m, new float[4])));
    assertEquals(message, refused(() -> kernels.softmax(open, m)));
    assertEquals(message, refused(() -> kernels.columnMeans(m, open.rows(0, 1))));
    assertEquals(1, kernels.liveBuffers());
  }

  @Test
  void forgottenBuffersAreGivenBack() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      kernels.floats(1000);
    }
    for (int i = 0; i < 100 && kernels.liveBuffers() > 0; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertEquals(0, kernels.liveBuffers());
  }

  @Test
  void closingTheKernelsReleasesTheirBuffers() {
    Floats buffer = kernels.floats(10);
    kernels.close();
    kernels.close();
    assertEquals(0, kernels.liveBuffers());
    buffer.close();
    assertEquals("kernels are closed", refused(() -> kernels.floats(1)));
    assertEquals("kernels are closed", refused(kernels::finish));
  }

  @Test
  void allocationBeyondTheDeviceIsRefusedWithBothSizes() {
    Memory memory = kernels.launcher().memory();
    DeviceException e =
        assertThrows(DeviceException.class, () -> memory.allocate(1L << 50).handle());
    assertTrue(
        e.getMessage().startsWith("cannot allocate 1125899.907 GB on " + kernels.device()),
        e.getMessage());
    assertTrue(
        e.getMessage()
            .contains(
                String.format(
                    Locale.ROOT, "%.3f GB in one buffer", kernels.device().largestBuffer() / 1e9)),
        e.getMessage());
    assertEquals(0, kernels.liveBuffers());
  }

  @Test
  void theLargestBufferFits() {
    long bytes = Math.min(kernels.device().largestBuffer(), 1L << 28);
    Memory.Allocation largest = kernels.launcher().memory().allocate(bytes);
    assertEquals(bytes, kernels.liveBytes());
    largest.run();
    largest.run();
    assertEquals(0, kernels.liveBytes());
  }

  private static String refused(Runnable call) {
    return String.valueOf(assertThrows(IllegalStateException.class, call::run).getMessage());
  }
}
