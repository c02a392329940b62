package jacquard.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The times, in milliseconds, of named parts that take turns within one benchmark call. */
final class Stopwatch {
  private final Map<String, List<Double>> times = new HashMap<>();

  /** Runs a part and keeps its time. */
  <T> T time(String part, Callable<T> action) throws Exception {
    long start = System.nanoTime();
    T result = action.call();
    double millis = (System.nanoTime() - start) / 1e6;
    times.computeIfAbsent(part, p -> new ArrayList<>()).add(millis);
    return result;
  }

  /** The median time of a part. */
  double median(String part) {
    List<Double> sorted = times.getOrDefault(part, List.of()).stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  void clear() {
    times.clear();
  }
}
