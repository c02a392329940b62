package jacquard.kernels.opencl;

import java.util.Locale;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.CLException;

/**
 * A failure of OpenCL: no device, a kernel that does not compile, memory that is not there, a
 * device that was lost.
 *
 * <p>The operation that failed has no result. A training run that meets one stays at its last
 * finished step, whose checkpoint can be resumed on another device or backend.
 */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed, with what the driver says. */
  private final String message;

  DeviceException(String message) {
    super(message);
    this.message = message;
  }

  private DeviceException(String message, Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** Runs a call of OpenCL; if it fails, says on what device, at what operation and why. */
  static void check(String device, String operation, Runnable call) {
    check(
        device,
        operation,
        () -> {
          call.run();
          return true;
        });
  }

  /** Like the other {@code check}, for calls with a result. */
  static <T> T check(String device, String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (CLException e) {
      throw of(device, operation, e);
    }
  }

  static DeviceException of(String device, String operation, CLException e) {
    return new DeviceException(
        String.format(
            Locale.ROOT,
            "device %s failed at %s: %s. The operation has no result; a run stays at its last step"
                + " and can be resumed from a checkpoint, on another device or with the Java"
                + " kernels",
            device,
            operation,
            CL.stringFor_errorCode(e.getStatus())),
        e);
  }
}
