package jacquard.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jocl.CL;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;

/** Backends share a device, threads a backend; failures of the device say what they are. */
final class SharingTest {
  @Test
  void twoBackendsOnOneDevice() {
    try (OpenClKernels first = new OpenClKernels(Devices.best());
        OpenClKernels second = new OpenClKernels(Devices.best())) {
      Matrix a = counted(first, 3);
      Matrix b = counted(second, 3);
      assertArrayEquals(step(first, a), step(first, a));
      assertEquals(
          "buffer was made by other kernels: OfFloats",
          assertThrows(IllegalArgumentException.class, () -> first.softmax(a, b)).getMessage());
      first.close();
      assertEquals(3, step(second, b).length);
    }
  }

  @Test
  void threadsShareABackend() throws Exception {
    try (OpenClKernels kernels = new OpenClKernels(SharedDevice.context(Family.CPU).share());
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      float[] expected = step(kernels, counted(kernels, 100));
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        results.add(threads.submit(() -> step(kernels, counted(kernels, 100))));
      }
      for (Future<float[]> result : results) {
        assertArrayEquals(expected, result.get());
      }
    }
  }

  @Test
  void profileNamesEachKernel() {
    try (OpenClKernels kernels = new OpenClKernels(Devices.best(), Family.CPU, true)) {
      step(kernels, counted(kernels, 10));
      step(kernels, counted(kernels, 10));
      assertTrue(kernels.profile().matches("(?s).*softmax +2 launches +\\d+\\.\\d+ ms.*"));
      assertTrue(kernels.profile().contains("sample_normal"));
    }
    try (OpenClKernels kernels = new OpenClKernels(Devices.best())) {
      assertThrows(IllegalStateException.class, kernels::profile);
    }
  }

  @Test
  void failuresNameDeviceOperationAndCode() {
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () ->
                DeviceException.check(
                    "Cray-1",
                    "kernel gemm",
                    () -> {
                      throw new CLException("", CL.CL_OUT_OF_RESOURCES);
                    }));
    assertTrue(
        e.getMessage().startsWith("device Cray-1 failed at kernel gemm: CL_OUT_OF_RESOURCES."),
        e.getMessage());
    assertTrue(e.getMessage().contains("stays at its last step"), e.getMessage());
  }

  @Test
  void aLaunchThatTheDeviceRefusesNamesItsKernel() {
    try (Launcher launcher = new Launcher(SharedDevice.context(Family.CPU).share())) {
      Kernel kernel = launcher.kernel("rows.cl", "argmax");
      DeviceException e =
          assertThrows(
              DeviceException.class,
              () -> launcher.launch(kernel, new long[] {1}, new long[] {1}, 1L, 1, 1));
      assertTrue(
          e.getMessage().contains("failed at kernel argmax: CL_INVALID_ARG"), e.getMessage());
    }
  }

  private static Matrix counted(Kernels kernels, int size) {
    Matrix m = kernels.matrix(1, size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    kernels.write(m, values);
    return m;
  }

  private static float[] step(Kernels kernels, Matrix x) {
    Matrix y = kernels.matrix(x.rows(), x.cols());
    kernels.sampleNormal(1L, 2L, x, 0.5f, y);
    kernels.softmax(y, y);
    float[] result = kernels.read(y);
    y.data().close();
    return result;
  }
}
