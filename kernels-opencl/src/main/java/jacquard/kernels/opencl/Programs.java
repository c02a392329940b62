package jacquard.kernels.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/**
 * The compiled programs of one context: each resource with its options once, from the cache if it
 * is there.
 *
 * <p>Not safe for threads; its owner holds a lock.
 */
final class Programs {
  private static final String INCLUDE = "#include \"";

  private final Device device;
  private final cl_context context;
  private final ProgramCache cache;
  private final String baseOptions;
  private final Map<String, cl_program> programs = new HashMap<>();
  private final Map<String, Kernel> kernels = new HashMap<>();
  private int compiled;

  Programs(Device device, Family family, cl_context context, ProgramCache cache) {
    this.device = device;
    this.context = context;
    this.cache = cache;
    this.baseOptions =
        "-cl-std=CL1.2 -D"
            + family
            + (device.roundsDivideOnDemand() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
  }

  /** How many programs had to be compiled because the cache had none, for tests. */
  int compiled() {
    return compiled;
  }

  Kernel kernel(String resource, String function, String... options) {
    String chosen = options.length == 0 ? "" : String.join(" ", options);
    String key = function + " of " + resource + " " + chosen;
    Kernel known = kernels.get(key);
    if (known == null) {
      cl_program program = program(resource, chosen);
      cl_kernel handle =
          DeviceException.check(
              device.name(),
              "creation of kernel " + function,
              () -> CL.clCreateKernel(program, function, null));
      known = new Kernel(function, handle);
      kernels.put(key, known);
    }
    return known;
  }

  private cl_program program(String resource, String chosen) {
    String key = resource + " " + chosen;
    cl_program known = programs.get(key);
    if (known == null) {
      String options = baseOptions + " " + chosen;
      known = isKept(chosen) ? load(resource, options) : compile(resource, text(resource), options);
      programs.put(key, known);
    }
    return known;
  }

  /** Programs of options of their own are many, made for shapes; some drivers keep those better. */
  private boolean isKept(String chosen) {
    return chosen.isEmpty() || !device.keepsPrograms();
  }

  private cl_program load(String resource, String options) {
    String text = text(resource);
    String key = ProgramCache.key(text, options, device.identity());
    cl_program program = restore(cache.get(key), options);
    if (program == null) {
      program = compile(resource, text, options);
      cache.put(key, binary(program));
    }
    return program;
  }

  /** A program from its binary, or null: drivers may refuse what they themselves once wrote. */
  private @Nullable cl_program restore(byte @Nullable [] binary, String options) {
    if (binary == null) {
      return null;
    }
    try {
      cl_program program =
          CL.clCreateProgramWithBinary(
              context,
              1,
              new cl_device_id[] {device.id()},
              new long[] {binary.length},
              new byte[][] {binary},
              null,
              null);
      CL.clBuildProgram(program, 1, new cl_device_id[] {device.id()}, options, null, null);
      return program;
    } catch (CLException e) {
      return null;
    }
  }

  private cl_program compile(String resource, String text, String options) {
    compiled++;
    cl_program program =
        DeviceException.check(
            device.name(),
            "creation of program " + resource,
            () ->
                CL.clCreateProgramWithSource(
                    context, 1, new String[] {text}, new long[] {bytes(text)}, null));
    try {
      CL.clBuildProgram(program, 1, new cl_device_id[] {device.id()}, options, null, null);
    } catch (CLException e) {
      DeviceException failure =
          new DeviceException(
              String.format(
                  Locale.ROOT,
                  "%s does not compile on %s with options %s:%n%s",
                  resource,
                  device,
                  options.strip(),
                  log(program)));
      CL.clReleaseProgram(program);
      failure.initCause(e);
      throw failure;
    }
    return program;
  }

  private String log(cl_program program) {
    long[] size = new long[1];
    CL.clGetProgramBuildInfo(program, device.id(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
    byte[] log = new byte[(int) size[0]];
    CL.clGetProgramBuildInfo(
        program, device.id(), CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
    return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private byte[] binary(cl_program program) {
    return DeviceException.check(
        device.name(),
        "saving of a program",
        () -> {
          long[] size = new long[1];
          CL.clGetProgramInfo(
              program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
          ByteBuffer buffer = ByteBuffer.allocateDirect((int) size[0]);
          CL.clGetProgramInfo(
              program,
              CL.CL_PROGRAM_BINARIES,
              Sizeof.POINTER,
              Pointer.to(Pointer.to(buffer)),
              null);
          byte[] bytes = new byte[(int) size[0]];
          buffer.get(bytes);
          return bytes;
        });
  }

  private static String text(String resource) {
    return resource("common.cl") + "\n" + included(resource(resource));
  }

  /** The text with each {@code #include "name"} replaced by that resource. */
  private static String included(String text) {
    int at = text.indexOf(INCLUDE);
    if (at < 0) {
      return text;
    }
    int name = at + INCLUDE.length();
    int end = text.indexOf('"', name);
    return text.substring(0, at)
        + resource(text.substring(name, end))
        + included(text.substring(end + 1));
  }

  private static String resource(String name) {
    try (InputStream in = Programs.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no kernel source " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read kernel source " + name, e);
    }
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  void release() {
    new ArrayList<>(kernels.values()).forEach(k -> CL.clReleaseKernel(k.handle()));
    programs.values().forEach(CL::clReleaseProgram);
    kernels.clear();
    programs.clear();
  }
}
