package jacquard.kernels.opencl;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/**
 * A context with one in-order queue on a device: everything that touches OpenCL's objects.
 *
 * <p>Calls take turns under the context's monitor, since setting a kernel's arguments and launching
 * it must not be interleaved, and no handle may be released while it is in use. Users share it by
 * {@link #share} and {@link #close}; the last one releases it.
 */
final class DeviceContext {
  /** Bounds what the driver remembers of a host that runs far ahead of the device. */
  private static final int LAUNCHES_AHEAD = 4096;

  private final Device device;
  private final Family family;
  private final cl_context context;
  private final cl_command_queue queue;
  private final Programs programs;
  private final @Nullable Profile profile;
  private int users = 1;
  private int launched;

  DeviceContext(Device device, Family family, boolean profiling) {
    this(device, family, profiling, PrivateDirectory.get().resolve("programs"));
  }

  DeviceContext(Device device, Family family, boolean profiling, Path cache) {
    this.device = device;
    this.family = family;
    this.profile = profiling ? new Profile() : null;
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
    cl_device_id[] ids = {device.id()};
    context =
        check(
            "creation of a context",
            () -> CL.clCreateContext(properties, 1, ids, null, null, null));
    long flags = profiling ? CL.CL_QUEUE_PROFILING_ENABLE : 0;
    queue = check("creation of a queue", () -> newQueue(flags));
    programs = new Programs(device, family, context, new ProgramCache(cache));
  }

  /** The call of OpenCL 1.2, which every driver has; 2.0 deprecates it. */
  @SuppressWarnings("deprecation")
  private cl_command_queue newQueue(long flags) {
    return CL.clCreateCommandQueue(context, device.id(), flags, null);
  }

  Device device() {
    return device;
  }

  Family family() {
    return family;
  }

  synchronized Kernel kernel(String resource, String function, String... options) {
    checkOpen();
    return programs.kernel(resource, function, options);
  }

  synchronized int compiled() {
    return programs.compiled();
  }

  /** Enqueues with the arguments set before, under this monitor. */
  void enqueue(Kernel kernel, long[] global, long[] local) {
    cl_event event = profile == null ? null : new cl_event();
    CL.clEnqueueNDRangeKernel(
        queue, kernel.handle(), global.length, null, global, local, 0, null, event);
    if (profile != null && event != null) {
      profile.add(kernel.name(), event);
    }
    if (++launched % LAUNCHES_AHEAD == 0) {
      finish();
    }
  }

  synchronized void finish() {
    checkOpen();
    check("waiting for the queue", () -> CL.clFinish(queue));
    if (profile != null) {
      profile.collect();
    }
  }

  synchronized String profile() {
    if (profile == null) {
      throw new IllegalStateException("these kernels were made without profiling");
    }
    finish();
    return profile.summary();
  }

  synchronized cl_mem newBuffer(long bytes) {
    checkOpen();
    return check(
        "allocation of " + bytes + " bytes",
        () -> CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, null));
  }

  /** Queues the filling with zeros; the size is a multiple of the pattern's. */
  synchronized void zero(cl_mem buffer, long bytes) {
    checkOpen();
    check(
        "filling with zeros",
        () ->
            CL.clEnqueueFillBuffer(
                queue, buffer, Pointer.to(new byte[64]), 64, 0, bytes, 0, null, null));
  }

  /** Waits, then copies a window of 4-byte elements to the host. */
  synchronized void read(cl_mem from, Window window, Pointer to) {
    checkOpen();
    check(
        "reading",
        () ->
            CL.clEnqueueReadBufferRect(
                queue,
                from,
                true,
                window.origin(),
                new long[3],
                window.region(),
                window.pitch(),
                0,
                window.packedPitch(),
                0,
                to,
                0,
                null,
                null));
  }

  /** Waits, then copies a window of 4-byte elements from the host. */
  synchronized void write(cl_mem to, Window window, Pointer from) {
    checkOpen();
    check(
        "writing",
        () ->
            CL.clEnqueueWriteBufferRect(
                queue,
                to,
                true,
                window.origin(),
                new long[3],
                window.region(),
                window.pitch(),
                0,
                window.packedPitch(),
                0,
                from,
                0,
                null,
                null));
  }

  synchronized void release(cl_mem buffer) {
    if (users > 0) {
      CL.clReleaseMemObject(buffer);
    }
  }

  synchronized DeviceContext share() {
    checkOpen();
    users++;
    return this;
  }

  /** Called once by each user, after it has released its buffers. */
  synchronized void close() {
    if (users == 1) {
      finishIfPossible();
      programs.release();
      CL.clReleaseCommandQueue(queue);
      CL.clReleaseContext(context);
    }
    users--;
  }

  private void finishIfPossible() {
    try {
      CL.clFinish(queue);
    } catch (CLException e) {
      // A lost device cannot finish; what the host holds is released all the same.
    }
  }

  private void checkOpen() {
    if (users <= 0) {
      throw new IllegalStateException("kernels are closed");
    }
  }

  <T> T check(String operation, Supplier<T> call) {
    return DeviceException.check(device.name(), operation, call);
  }
}
