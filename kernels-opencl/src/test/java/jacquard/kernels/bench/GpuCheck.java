package jacquard.kernels.bench;

import jacquard.kernels.OpenClCpuFamilyTest;
import jacquard.kernels.OpenClGpuFamilyTest;
import jacquard.kernels.opencl.Device;
import jacquard.kernels.opencl.Devices;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The check of a device outside the build: every contract, all bits against the Java twin, then the
 * benchmark beside its peers.
 *
 * <p>Arguments: a directory for logs, {@code gpu} or {@code any} for the device that is wanted,
 * then optionally a Python and the peers' scripts for it. Exits with 1 if a contract is broken, 2
 * if there is no such device.
 */
public final class GpuCheck {
  private GpuCheck() {}

  /** Checks, then times. */
  public static void main(String[] args) throws Exception {
    Device device = Devices.best();
    System.out.println(device);
    if (args[1].equals("gpu") && !isGpu(device)) {
      System.out.println("no GPU with an OpenCL driver is here; \"any\" checks what there is");
      System.exit(2);
    }
    TestExecutionSummary summary = contracts(isGpu(device));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    summary.printTo(out);
    summary.printFailuresTo(out, 5);
    if (summary.getTestsFoundCount() == 0 || summary.getTotalFailureCount() > 0) {
      System.exit(1);
    }
    List<String> bench =
        new ArrayList<>(List.of(Path.of(args[0]).resolve("bench").toString(), "all", "gemm,cd1"));
    bench.addAll(List.of(args).subList(2, args.length));
    Bench.main(bench.toArray(String[]::new));
    System.exit(0);
  }

  private static boolean isGpu(Device device) {
    return device.type().equals("GPU");
  }

  /** The contracts of the family that is meant for the device. */
  private static TestExecutionSummary contracts(boolean gpu) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                DiscoverySelectors.selectClass(
                    gpu ? OpenClGpuFamilyTest.class : OpenClCpuFamilyTest.class))
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summary);
    return summary.getSummary();
  }
}
