package jacquard.kernels.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;

/** The OpenCL devices of this machine. */
public final class Devices {
  private static final String ADVICE =
      "to get one: apt-get install pocl-opencl-icd (Debian, Ubuntu; any CPU), or your graphics"
          + " card's driver";

  private Devices() {}

  /** All usable devices, in the order of their numbers; none if there is no driver. */
  public static List<Device> list() {
    return NativeLibrary.load() == null ? discover() : List.of();
  }

  /** The listing that users choose from, a device a line, or why there is none. */
  public static String describe() {
    List<Device> devices = list();
    return devices.isEmpty()
        ? absence()
        : devices.stream().map(Device::describe).collect(Collectors.joining("\n"));
  }

  /**
   * Chooses a device.
   *
   * @param wanted a number of the listing, or part of a name, upper or lower case; the first that
   *     fits
   * @throws DeviceException if there is none, naming those there are
   */
  public static Device choose(String wanted) {
    List<Device> devices = list();
    if (devices.isEmpty()) {
      throw new DeviceException(absence());
    }
    for (Device device : devices) {
      if (fits(device, wanted.strip())) {
        return device;
      }
    }
    throw new DeviceException(
        String.format(Locale.ROOT, "no OpenCL device is \"%s\"; there is%n%s", wanted, describe()));
  }

  /**
   * Chooses the device that is likely fastest: graphics cards first, then by units.
   *
   * @throws DeviceException if there is none
   */
  public static Device best() {
    Device best = null;
    for (Device device : list()) {
      if (best == null || isBetter(device, best)) {
        best = device;
      }
    }
    if (best == null) {
      throw new DeviceException(absence());
    }
    return best;
  }

  private static boolean isBetter(Device device, Device than) {
    return device.isGpu() == than.isGpu() ? device.units() > than.units() : device.isGpu();
  }

  /** Why the list is empty, and what to do about it. */
  static String absence() {
    String problem = NativeLibrary.load();
    return (problem == null ? "no OpenCL driver found" : problem) + "; " + ADVICE;
  }

  private static boolean fits(Device device, String wanted) {
    if (wanted.chars().allMatch(Character::isDigit)) {
      return wanted.equals(String.valueOf(device.index()));
    }
    return device.name().toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
  }

  private static List<Device> discover() {
    List<Device> devices = new ArrayList<>();
    for (cl_platform_id platform : platforms()) {
      for (cl_device_id id : ids(platform)) {
        Device device = new Device(devices.size(), platform, id);
        if (device.isUsable()) {
          devices.add(device);
        }
      }
    }
    return List.copyOf(devices);
  }

  private static cl_platform_id[] platforms() {
    int[] count = new int[1];
    if (failed(() -> CL.clGetPlatformIDs(0, null, count)) != null) {
      // The loader is there but knows no driver.
      return new cl_platform_id[0];
    }
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    CL.clGetPlatformIDs(platforms.length, platforms, null);
    return platforms;
  }

  private static cl_device_id[] ids(cl_platform_id platform) {
    int[] count = new int[1];
    if (failed(() -> CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count)) != null) {
      return new cl_device_id[0];
    }
    cl_device_id[] ids = new cl_device_id[count[0]];
    CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null);
    return ids;
  }

  private static @Nullable CLException failed(Runnable call) {
    try {
      call.run();
      return null;
    } catch (CLException e) {
      return e;
    }
  }
}
