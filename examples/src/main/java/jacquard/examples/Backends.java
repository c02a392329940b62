package jacquard.examples;

import jacquard.kernels.Kernels;
import jacquard.kernels.opencl.Choice;
import jacquard.kernels.opencl.Device;
import jacquard.kernels.opencl.DeviceException;
import jacquard.kernels.opencl.Devices;
import jacquard.kernels.opencl.OpenClKernels;
import jacquard.learn.Backend;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a run computes with, as its options chose it, until it is closed. */
final class Backends implements AutoCloseable {
  /** What {@code --backend} takes. */
  static final List<String> NAMES = List.of("auto", "opencl", "java");

  private final Kernels before = Backend.current();
  private final Kernels kernels;
  private final String reason;

  private Backends(Kernels kernels, String reason) {
    this.kernels = kernels;
    this.reason = reason;
    Backend.use(kernels);
  }

  /**
   * Chooses the kernels that components are made and loaded with from now on.
   *
   * @param backend one of {@link #NAMES}
   * @param device a number or part of a name in the listing; null for the best one
   * @throws UsageError if there is no such backend or device
   * @throws DeviceException if there is no OpenCL device here, or none that works
   */
  static Backends use(String backend, @Nullable String device) {
    return switch (backend) {
      case "auto" -> device == null ? auto() : openCl(device);
      case "opencl" -> openCl(device);
      case "java" -> java(device);
      default ->
          throw new UsageError(
              String.format(
                  Locale.ROOT, "--backend takes %s, not %s", String.join(", ", NAMES), backend));
    };
  }

  private static Backends auto() {
    Choice choice = Choice.auto(Kernels::java);
    return new Backends(choice.kernels(), choice.reason());
  }

  private static Backends openCl(@Nullable String wanted) {
    Device device = wanted == null ? Devices.best() : chosen(wanted);
    return new Backends(
        new OpenClKernels(device),
        String.format(
            Locale.ROOT, "opencl: %s (%s, %d units)", device, device.type(), device.units()));
  }

  private static Device chosen(String wanted) {
    try {
      return Devices.choose(wanted);
    } catch (DeviceException e) {
      throw new UsageError(String.valueOf(e.getMessage()), e);
    }
  }

  private static Backends java(@Nullable String device) {
    if (device != null) {
      throw new UsageError("--device is for OpenCL; --backend java computes on the processor");
    }
    Kernels kernels = Kernels.java();
    String slow = Kernels.hindrance();
    return new Backends(kernels, kernels.name() + ": " + (slow == null ? "as asked for" : slow));
  }

  /** The listing that users choose from. */
  static String devices() {
    return String.format(
        Locale.ROOT,
        "OpenCL devices, for --device:%n%s%nand --backend java, which needs none",
        Devices.describe());
  }

  /** What was chosen, and why. */
  String reason() {
    return reason;
  }

  /** What was chosen and why, in a line. */
  String words() {
    return "computing with " + reason;
  }

  /** Gives the kernels back and has components made with what they were made with before. */
  @Override
  public void close() {
    Backend.use(before);
    kernels.close();
  }
}
