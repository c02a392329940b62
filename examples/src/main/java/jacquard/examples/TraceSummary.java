package jacquard.examples;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that sums up what {@code --trace FILE} has written. */
@Command(
    name = "trace",
    description = {
      "Sums up a trace that a run wrote with --trace: how often and how long.",
      "What holds other parts counts their time too. A .json trace opens in Perfetto, a .jfr one in"
          + " JDK Mission Control."
    },
    mixinStandardHelpOptions = true)
final class TraceSummary implements Callable<Integer> {
  /** How often something was done, and for how many microseconds. */
  private record Sum(String name, long count, double micros) {
    Sum and(double more) {
      return new Sum(name, count + 1, micros + more);
    }
  }

  @Parameters(paramLabel = "FILE", description = "A trace: .json, .jfr or lines of text.")
  private Path file = Path.of("");

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Show the N that took longest (${DEFAULT-VALUE}).")
  private int top = 20;

  @Option(names = "--json", description = "Print an object of JSON a line.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, Sum> sums = new TreeMap<>();

  @Override
  public Integer call() {
    String name = Named.existing(file).toString();
    try {
      if (name.endsWith(".jfr")) {
        readRecording();
      } else if (name.endsWith(".json")) {
        readEvents();
      } else {
        readText();
      }
    } catch (IOException e) {
      throw new Failure("cannot read the trace " + file + ": " + e, e);
    }
    List<Sum> longest =
        sums.values().stream()
            .sorted(
                Comparator.comparingDouble(Sum::micros)
                    .thenComparingLong(Sum::count)
                    .reversed()
                    .thenComparing(Sum::name))
            .limit(top)
            .toList();
    print(longest, spec.commandLine().getOut());
    return 0;
  }

  private void print(List<Sum> longest, PrintWriter out) {
    if (!json) {
      out.println("   count          ms        us each  what");
    }
    for (Sum sum : longest) {
      out.println(
          json
              ? JsonOutput.line(
                  JsonOutput.object(
                      "name", sum.name(), "count", sum.count(), "micros", sum.micros()))
              : String.format(
                  Locale.ROOT,
                  "%,8d  %,10.3f  %,13.3f  %s",
                  sum.count(),
                  sum.micros() / 1e3,
                  sum.micros() / sum.count(),
                  sum.name()));
    }
  }

  private void add(String name, double micros) {
    sums.merge(name, new Sum(name, 1, micros), (old, one) -> old.and(micros));
  }

  /** Trace events, one a line; of an unfinished trace the last line may be half. */
  private void readEvents() throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String event = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
        if (event.startsWith("{") && event.endsWith("}")) {
          Map<String, Object> values = JSON.std.mapFrom(event);
          if ("X".equals(values.get("ph")) && values.get("dur") instanceof Number micros) {
            add(String.valueOf(values.get("name")), micros.doubleValue());
          }
        }
      }
    }
  }

  private void readRecording() throws IOException {
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        String type = event.getEventType().getName();
        if (type.startsWith("jacquard.")) {
          add(
              event.getEventType().getLabel().toLowerCase(Locale.ROOT) + what(event),
              event.getDuration().toNanos() / 1e3);
        }
      }
    }
  }

  private static String what(RecordedEvent event) {
    for (String field : List.of("path", "name")) {
      if (event.hasField(field)) {
        String node = event.hasField("node") ? event.getString("node") + "  " : "";
        return " " + node + event.getString(field);
      }
    }
    return "";
  }

  private void readText() throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("\t", -1);
        if (parts.length < 4) {
          throw new UsageError(
              file
                  + " is not a trace: it has the line "
                  + line.substring(0, Math.min(60, line.length())));
        }
        add(parts[1] + " " + parts[3] + "  " + parts[2], 0);
      }
    }
  }
}
