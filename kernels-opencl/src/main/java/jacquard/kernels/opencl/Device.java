package jacquard.kernels.opencl;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** An OpenCL device as its driver describes it. */
public final class Device {
  private final int index;
  private final cl_platform_id platform;
  private final cl_device_id id;
  private final String name;
  private final String driver;
  private final String version;
  private final String platformName;
  private final long type;
  private final int units;
  private final long memory;
  private final long largestBuffer;

  Device(int index, cl_platform_id platform, cl_device_id id) {
    this.index = index;
    this.platform = platform;
    this.id = id;
    this.name = text(CL.CL_DEVICE_NAME);
    this.driver = text(CL.CL_DRIVER_VERSION);
    this.version = text(CL.CL_DEVICE_VERSION);
    this.platformName = platformText(CL.CL_PLATFORM_NAME);
    this.type = number(CL.CL_DEVICE_TYPE);
    this.units = (int) number(CL.CL_DEVICE_MAX_COMPUTE_UNITS);
    this.memory = number(CL.CL_DEVICE_GLOBAL_MEM_SIZE);
    this.largestBuffer = number(CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE);
  }

  /** The number to choose it by. */
  public int index() {
    return index;
  }

  /** The name its driver gives it. */
  public String name() {
    return name;
  }

  /** "CPU", "GPU" or "accelerator". */
  public String type() {
    if (isGpu()) {
      return "GPU";
    }
    return (type & CL.CL_DEVICE_TYPE_CPU) != 0 ? "CPU" : "accelerator";
  }

  /** The number of compute units: cores, or what the driver counts as such. */
  public int units() {
    return units;
  }

  /** Bytes of memory. */
  public long memory() {
    return memory;
  }

  /** Bytes of the largest buffer the driver promises to give. */
  public long largestBuffer() {
    return largestBuffer;
  }

  /** The platform and driver version. */
  public String driver() {
    return platformName + " " + driver;
  }

  /** The version of OpenCL, in the driver's words. */
  public String version() {
    return version;
  }

  /** The line of a listing. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%d: %s (%s, %d units, %.1f GB, %s, %s)",
        index,
        name,
        type(),
        units,
        memory / 1e9,
        driver(),
        version.strip());
  }

  @Override
  public String toString() {
    return name;
  }

  boolean isGpu() {
    return (type & CL.CL_DEVICE_TYPE_GPU) != 0;
  }

  /** Whether kernels can be compiled for it and run on it now. */
  boolean isUsable() {
    return number(CL.CL_DEVICE_AVAILABLE) != 0
        && number(CL.CL_DEVICE_COMPILER_AVAILABLE) != 0
        && number(CL.CL_DEVICE_ENDIAN_LITTLE) != 0;
  }

  /** Whether divide and square root can be asked to round correctly. */
  boolean roundsDivideOnDemand() {
    return (number(CL.CL_DEVICE_SINGLE_FP_CONFIG) & CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
  }

  long localMemory() {
    return number(CL.CL_DEVICE_LOCAL_MEM_SIZE);
  }

  cl_platform_id platform() {
    return platform;
  }

  cl_device_id id() {
    return id;
  }

  /** All that a compiled program depends on. */
  String identity() {
    return String.join(
        "\n", platformName, platformText(CL.CL_PLATFORM_VERSION), name, driver, version);
  }

  /** A number of 4 or 8 bytes: drivers write as many as the quantity has. */
  private long number(int quantity) {
    long[] value = new long[1];
    CL.clGetDeviceInfo(id, quantity, 8, Pointer.to(value), null);
    return value[0];
  }

  private String text(int quantity) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(id, quantity, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetDeviceInfo(id, quantity, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  private String platformText(int quantity) {
    long[] size = new long[1];
    CL.clGetPlatformInfo(platform, quantity, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetPlatformInfo(platform, quantity, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
  }
}
