package jacquard.trace;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.program.Format;
import jacquard.program.Program;
import jacquard.vm.Args;
import jacquard.vm.Expect;
import jacquard.vm.FlightEvents;
import jacquard.vm.Jump;
import jacquard.vm.Node;
import jacquard.vm.Observer;
import jacquard.vm.StepException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import jacquard.vm.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles, trace-event files and flight recordings. */
class TraceTest {
  @TempDir private Path directory = Path.of("");

  private int count;

  int next() {
    return count++;
  }

  void sleep() throws InterruptedException {
    Thread.sleep(20);
  }

  private Program program() {
    Node quoted = call("say \"hi\" \\ é\uD83D\uDE00", () -> {});
    return Program.of(
            seq(
                repeat(2, call(this::next), quoted),
                weave(seq(call(this::next), call(this::next)), loop(call("report", () -> {}))),
                buffer(2, generate(Written.counting(TraceTest::numbers)))))
        .naming("me", this);
  }

  private static void numbers(Written.Counting f, Task self) {
    while (true) {
      self.yield(f.i);
      f.i++;
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(JsonNode events, int tid) {
    List<String> names = new ArrayList<>();
    events.forEach(
        e -> {
          if (e.get("ph").asText().equals("X") && e.get("tid").asInt() == tid) {
            names.add(e.get("name").asText());
          }
        });
    return names;
  }

  @Test
  void everyExecutionIsOneBarWithinItsCallers() {
    Path file = directory.resolve("t.json");
    Program program = program();
    try (TraceEvents trace = TraceEvents.of(program.start(), file, false)) {
      assertEquals(0, trace.run().steps());
      trace.run().run();
    }
    JsonNode events = read(file);
    assertEquals(
        List.of(
            "call me.next  /0/0",
            "call say \"hi\" \\ é\uD83D\uDE00  /0/1",
            "call me.next  /0/0",
            "call say \"hi\" \\ é\uD83D\uDE00  /0/1",
            "repeat 2  /0",
            "weave  /1",
            "generate Written  /2/0",
            "generate Written  /2/0",
            "buffer 2  /2",
            "seq  /"),
        names(events, 1));
    assertEquals(
        List.of("call me.next  /1/0/0", "call me.next  /1/0/1", "seq  /1/0"), names(events, 2));
    assertTrue(names(events, 3).contains("loop  /1/1"));
    assertNested(events);
  }

  /** On each track, of two bars one ends before the other begins or lies within it. */
  private static void assertNested(JsonNode events) {
    for (JsonNode a : events) {
      for (JsonNode b : events) {
        if (a.has("dur") && b.has("dur") && a.get("tid").equals(b.get("tid"))) {
          double from = a.get("ts").asDouble();
          double to = from + a.get("dur").asDouble() + 1e-3;
          double otherFrom = b.get("ts").asDouble();
          double otherTo = otherFrom + b.get("dur").asDouble();
          boolean isBeside = otherTo <= from + 1e-3 || otherFrom >= to - 2e-3;
          boolean isWithin = otherFrom >= from - 1e-3 && otherTo <= to + 1e-3;
          boolean isAround = from >= otherFrom - 1e-3 && to <= otherTo + 3e-3;
          assertTrue(isBeside || isWithin || isAround, a + "\n" + b);
        }
      }
    }
  }

  /** A component that tells the trace of its parts, as one that launches kernels does. */
  private static final class Parts {
    private @Nullable TraceEvents trace;

    void work() throws InterruptedException {
      long begin = System.nanoTime();
      tell("first \"part\"", begin);
      tell("second", System.nanoTime());
      Thread other = Thread.ofPlatform().start(() -> tell("of another thread", begin));
      other.join();
      tell("begun before", begin - 1_000_000_000);
    }

    void tell(String name, long begin) {
      if (trace != null) {
        trace.part(name, "kernel", "2 x 3", begin, System.nanoTime());
      }
    }
  }

  @Test
  void partsOfACallAreBarsWithinIt() {
    Path file = directory.resolve("t.json");
    Parts parts = new Parts();
    Program program = Program.of(seq(call(parts::work), weave(call(parts::work))));
    Vm run = program.start();
    try (TraceEvents trace = TraceEvents.of(run, file, false)) {
      parts.trace = trace;
      parts.tell("before the first step", System.nanoTime());
      run.run();
      parts.tell("after the last", System.nanoTime());
    }
    JsonNode events = read(file);
    List<String> three = List.of("first \"part\"", "second", "begun before");
    assertEquals(three, names(events, 1).subList(0, 3));
    assertEquals(three, names(events, 2).subList(0, 3));
    assertEquals("call Parts.work  /0", names(events, 1).get(3));
    assertEquals(6 + 4, names(events, 1).size() + names(events, 2).size());
    assertNested(events);
    JsonNode part = events.get(2);
    assertEquals("kernel", part.get("cat").asText());
    assertEquals("2 x 3", part.get("args").get("detail").asText());
    assertEquals(1, part.get("args").get("step").asLong());
  }

  @Test
  void aTraceCanBeGoneOnWith() throws IOException {
    Path file = directory.resolve("t.json");
    Vm run = program().start();
    try (TraceEvents trace = TraceEvents.of(run, file, true)) {
      run.run(5);
    }
    int first = read(file).size();
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 3) + ",\n{\"name\":\"cut of");
    try (TraceEvents trace = TraceEvents.of(run, file, true)) {
      run.run();
    }
    assertTrue(read(file).size() > first + 5);
    assertNested(read(file));
    Files.writeString(file, "");
    try (TraceEvents trace = TraceEvents.of(program().start(), file, true)) {
      assertEquals(0, trace.run().steps());
    }
    assertEquals(2, read(file).size());
    Expect.thrown(
        UncheckedIOException.class,
        () -> TraceEvents.of(program().start(), directory.resolve("no/t.json"), false),
        "cannot write the trace");
  }

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  @Property(tries = 200)
  void everyRunsTraceIsNestedAndItsProfileCountsAllSteps(@ForAll("programs") Spec spec)
      throws IOException {
    Path file = Files.createTempFile("trace", ".json");
    try {
      Vm run = spec.program().start(3L);
      try (TraceEvents trace = TraceEvents.of(run, file, false);
          Profile profile = Profile.of(run)) {
        try {
          run.runHere(150);
        } catch (StepException e) {
          assertTrue(run.steps() < 150);
        }
        long own = run.all().stream().mapToLong(task -> profile.own(task).steps()).sum();
        assertEquals(own, profile.whole().getOrDefault(run.root(), Profile.Spent.NOTHING).steps());
        assertTrue(own >= run.steps());
      }
      assertNested(read(file));
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aProfileTellsTimeWhileStepsAreTaken() throws InterruptedException {
    Program program = Program.of(repeat(3, call(this::sleep), call(this::next)));
    Vm run = program.start();
    try (Profile profile = Profile.of(run)) {
      run.run(3);
      Thread.sleep(300);
      run.run();
      assertEquals(3, profile.own(run.task("/0")).steps());
      long slept = profile.own(run.task("/0")).nanos();
      assertTrue(slept >= 60_000_000, () -> slept + " ns");
      long all = profile.whole().getOrDefault(run.root(), Profile.Spent.NOTHING).nanos();
      assertTrue(all >= slept && all < slept + 250_000_000, () -> all + " ns");
      List<String> lines = program.print(Format.TEXT, profile).lines().toList();
      assertTrue(lines.get(0).matches("path  program +steps  taken +time +own time"), lines.get(0));
      assertTrue(lines.get(2).matches("/0 +call TraceTest.sleep +1 step +3 +\\d+\\.\\d{3} ms .*"));
    }
    assertEquals(13, run.steps());
  }

  /** What observers are told, to compare. */
  private static final class Told implements Observer {
    private final List<String> calls = new ArrayList<>();
    private long jumps;

    @Override
    public void onStep(long step, Jump jump) {
      jumps++;
    }

    @Override
    public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
      jumps++;
    }

    @Override
    public void onCall(long step, Task call, Args args, @Nullable Object result) {
      calls.add(step + " " + call.path() + " " + call.label());
    }
  }

  @Test
  void theFlightRecorderIsToldWhenItAsks() throws IOException {
    List<RecordedEvent> events = recorded(program());
    List<RecordedEvent> calls =
        events.stream().filter(e -> e.getEventType().getName().equals(FlightEvents.CALL)).toList();
    long steps =
        events.stream().filter(e -> e.getEventType().getName().equals(FlightEvents.STEP)).count();
    Vm same = program().start();
    Told told = new Told();
    same.observe(told);
    same.run();
    assertEquals(
        told.calls,
        calls.stream()
            .sorted(Comparator.comparing(e -> e.getLong("step")))
            .map(e -> e.getLong("step") + " " + e.getString("path") + " " + e.getString("label"))
            .toList());
    assertEquals(told.jumps, steps);
    assertTrue(calls.stream().anyMatch(e -> e.getInt("thread") == 1));
    assertTrue(calls.stream().anyMatch(e -> e.getInt("thread") == -1));
  }

  @Test
  void theFlightRecorderIsToldOfAParallelsThreads() throws IOException {
    Program program = Program.of(parallel(call("a", () -> {}), call("b", () -> {})));
    List<RecordedEvent> events = recorded(program);
    assertEquals(
        List.of("/ -1", "/0 0", "/1 1"),
        events.stream()
            .map(e -> e.getString("path") + " " + e.getInt("thread"))
            .distinct()
            .sorted()
            .toList());
    assertTrue(
        events.get(0).getFields().stream()
            .anyMatch(f -> f.getName().equals("thread") && f.getLabel().contains("parallel")));
  }

  private List<RecordedEvent> recorded(Program program) throws IOException {
    Path file = directory.resolve("t.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(FlightEvents.STEP);
      recording.enable(FlightEvents.CALL).withoutThreshold();
      recording.start();
      program.start().run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }
}
