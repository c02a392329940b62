package jacquard.kernels.opencl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_event;

/** The time each kernel spent on the device, by its events. */
final class Profile {
  private final Map<String, Total> totals = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();

  private record Pending(String kernel, cl_event event) {}

  private static final class Total {
    private long launches;
    private long nanos;
  }

  void add(String kernel, cl_event event) {
    pending.add(new Pending(kernel, event));
  }

  /** Takes the times of finished events, and lets the events go. */
  void collect() {
    for (Pending p : pending) {
      Total total = totals.computeIfAbsent(p.kernel(), k -> new Total());
      total.launches++;
      total.nanos +=
          time(p.event(), CL.CL_PROFILING_COMMAND_END)
              - time(p.event(), CL.CL_PROFILING_COMMAND_START);
      CL.clReleaseEvent(p.event());
    }
    pending.clear();
  }

  /** A line for each kernel: name, launches, milliseconds in all; the most costly first. */
  String summary() {
    return totals.entrySet().stream()
        .sorted(Comparator.comparing(e -> -e.getValue().nanos))
        .map(
            e ->
                String.format(
                    Locale.ROOT,
                    "%-24s %8d launches %10.3f ms",
                    e.getKey(),
                    e.getValue().launches,
                    e.getValue().nanos / 1e6))
        .collect(Collectors.joining("\n"));
  }

  private static long time(cl_event event, int quantity) {
    long[] nanos = new long[1];
    CL.clGetEventProfilingInfo(event, quantity, 8, Pointer.to(nanos), null);
    return nanos[0];
  }
}
