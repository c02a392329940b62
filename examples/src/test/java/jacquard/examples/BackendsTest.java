package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.Kernels;
import jacquard.learn.Backend;
import org.junit.jupiter.api.Test;

final class BackendsTest {
  @Test
  void chosenKernelsAreUsedUntilClosed() {
    Kernels before = Backend.current();
    try (Backends java = Backends.use("java", null)) {
      assertNotSame(before, Backend.current());
      assertEquals("computing with java: as asked for", java.words());
    }
    assertSame(before, Backend.current());
  }

  @Test
  void whatIsUnknownIsRefused() {
    assertRefused("--backend takes auto, opencl, java, not cuda", "cuda", null);
    assertRefused("--device is for OpenCL; --backend java computes on the processor", "java", "0");
  }

  private static void assertRefused(
      String message, String backend, @org.jspecify.annotations.Nullable String device) {
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> Backends.use(backend, device));
    assertEquals(message, error.getMessage());
  }

  @Test
  void theListingHasJava() {
    assertTrue(Backends.devices().contains("java"));
  }
}
