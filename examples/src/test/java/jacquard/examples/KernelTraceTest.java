package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jacquard.kernels.RecordedKernels;
import jacquard.vm.FlightEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The kernels in the traces of a training run, on each backend. */
class KernelTraceTest {
  /** More than the clock's and the file's rounding, in microseconds. */
  private static final double ROUNDING = 0.002;

  private record Bar(String name, String category, double from, double to, String detail) {
    static Bar of(JsonNode event) {
      double from = event.get("ts").asDouble();
      JsonNode detail = event.get("args").path("detail");
      return new Bar(
          event.get("name").asText(),
          event.get("cat").asText(),
          from,
          from + event.get("dur").asDouble(),
          detail.asText(""));
    }

    boolean holds(Bar other) {
      return from <= other.from + ROUNDING && other.to <= to + ROUNDING;
    }
  }

  private static void train(String backend, Path trace) {
    CommandLine line = new CommandLine(new Main());
    RunCommand.add(line, new KFoldDigits(2, 3));
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    String[] args = {
      "kfold-digits", "--backend", backend, "--steps", "5000", "--trace", "" + trace
    };
    assertEquals(0, line.execute(args), out::toString);
  }

  /** The bars of each track, outer before inner. */
  private static Map<Integer, List<Bar>> tracks(Path file) throws IOException {
    Map<Integer, List<Bar>> tracks = new TreeMap<>();
    for (JsonNode event : new ObjectMapper().readTree(file.toFile())) {
      if (event.get("ph").asText().equals("X")) {
        assertTrue(event.get("ts").asDouble() >= 0 && event.get("dur").asDouble() >= 0);
        tracks
            .computeIfAbsent(event.get("tid").asInt(), tid -> new ArrayList<>())
            .add(Bar.of(event));
      }
    }
    Comparator<Bar> isKernel = Comparator.comparing(bar -> bar.category().equals("kernel"));
    tracks
        .values()
        .forEach(
            bars ->
                bars.sort(
                    Comparator.comparingDouble(Bar::from)
                        .thenComparing(Comparator.comparingDouble(Bar::to).reversed())
                        .thenComparing(isKernel)));
    return tracks;
  }

  @Test
  void kernelsAreBarsWithinTheCallsThatLaunchThem(@TempDir Path directory) throws IOException {
    for (String backend : List.of("java", "opencl")) {
      Path file = directory.resolve(backend + ".json");
      train(backend, file);
      List<String> kernels = new ArrayList<>();
      for (List<Bar> bars : tracks(file).values()) {
        Deque<Bar> around = new ArrayDeque<>();
        for (Bar bar : bars) {
          while (!around.isEmpty() && around.element().to() <= bar.from() + ROUNDING) {
            around.pop();
          }
          if (!around.isEmpty()) {
            assertTrue(around.element().holds(bar), around.element() + "\n" + bar);
          }
          if (bar.category().equals("kernel")) {
            assertEquals("call", around.element().category(), bar::toString);
            String call = around.element().name();
            kernels.add(call.substring(0, call.indexOf("  ")) + ": " + bar.name() + bar.detail());
          } else {
            around.push(bar);
          }
        }
      }
      for (String wanted :
          List.of(
              "call pca.analyze: covariance64 x 64 x 1000",
              "call pca.filt: affine20 x 64 x 64",
              "call layer1.cd1Update: cdUpdate64 x 200 x 40")) {
        assertTrue(kernels.contains(wanted), wanted);
      }
    }
  }

  @Test
  void aFlightRecordingHasThemToo(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("run.jfr");
    train("opencl", file);
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    List<RecordedEvent> kernels = named(events, RecordedKernels.EVENT);
    List<RecordedEvent> updates =
        named(events, FlightEvents.CALL).stream()
            .filter(call -> call.getString("label").equals("call layer1.cd1Update"))
            .toList();
    assertEquals(3, updates.size());
    for (RecordedEvent call : updates) {
      long within =
          kernels.stream()
              .filter(k -> k.getString("kernel").equals("cdUpdate"))
              .filter(k -> !k.getStartTime().isBefore(call.getStartTime()))
              .filter(k -> !k.getEndTime().isAfter(call.getEndTime()))
              .count();
      assertEquals(1, within, call::toString);
    }
    assertTrue(kernels.stream().allMatch(k -> k.getString("backend").equals("opencl")));
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(e -> e.getEventType().getName().equals(name)).toList();
  }
}
