package jacquard.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jacquard.laws.Recording;
import jacquard.laws.Spec;
import jacquard.program.Cost;
import jacquard.program.Program;
import jacquard.vm.Args;
import jacquard.vm.StepException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every vector in {@code golden/}, run whole, paused at every step, and without continuations. */
class GoldenVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a run is driven, given the step at which it is stopped. */
  private static final Map<String, ObjLongConsumer<Vm>> WAYS =
      Map.of(
          "whole", (run, limit) -> run.runHere(limit - run.steps()),
          "three steps at a time", (run, limit) -> run.runHere(Math.min(3, limit - run.steps())),
          "on other threads", (run, limit) -> run.run(1),
          "dropping continuations",
              (run, limit) -> {
                run.dropContinuations();
                run.runHere(1);
              });

  private static List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden"))) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicNode> vectors() throws IOException {
    List<DynamicNode> tests = new ArrayList<>();
    for (Path file : files(".json")) {
      JsonNode vector = Vector.normal(JSON.readTree(file.toFile()));
      String id = vector.get("id").asText();
      WAYS.forEach(
          (name, way) ->
              tests.add(DynamicTest.dynamicTest(id + ", " + name, () -> check(vector, way))));
      tests.add(DynamicTest.dynamicTest(id + ", pauses", () -> checkPauses(vector)));
      tests.add(DynamicTest.dynamicTest(id + ", tree", () -> checkTree(vector)));
    }
    assertTrue(tests.size() >= 74 * 6, "vectors are missing: " + tests.size());
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicNode> fuzz() throws IOException {
    List<DynamicNode> tests = new ArrayList<>();
    for (Path file : files(".jsonl")) {
      int line = 0;
      for (String text : Files.readAllLines(file)) {
        JsonNode vector = Vector.normal(JSON.readTree(text));
        String id = file.getFileName() + ":" + ++line;
        WAYS.forEach(
            (name, way) ->
                tests.add(DynamicTest.dynamicTest(id + ", " + name, () -> checkFuzz(vector, way))));
      }
    }
    assertTrue(tests.size() >= 250 * 4, "vectors are missing: " + tests.size());
    return tests.stream();
  }

  private static void check(JsonNode vector, ObjLongConsumer<Vm> way) {
    long limit = limit(vector);
    Recording run = Recording.of(start(vector), limit, vm -> way.accept(vm, limit));
    Map<String, String> functions = functions(vector);
    assertEquals(vector.get("trace"), rows(run.jumps(), r -> jump(r)));
    assertEquals(vector.get("weave_trace"), rows(run.threadJumps(), r -> threadJump(r)));
    assertEquals(vector.get("calls"), rows(run.calls(), r -> call(r, functions)));
    assertEquals(vector.get("steps").asLong(), run.steps());
    checkEnd(vector, run);
  }

  private static void checkEnd(JsonNode vector, Recording run) {
    JsonNode error = vector.get("error");
    if (!error.isNull()) {
      StepException e = run.error();
      assertNotNull(e);
      assertEquals(error.get("kind").asText(), e.kind().name());
      assertEquals(error.get("step").asLong(), e.step());
      assertEquals(error.get("gr").asText(), e.dispatched());
      assertEquals(error.get("leaf").asText(), e.path());
      return;
    }
    assertNull(run.error());
    JsonNode result = vector.get("result");
    if (result.get(0).asText().equals("return")) {
      Args args = run.result();
      assertNotNull(args);
      assertEquals(result.get(2), Vector.positional(args));
      assertEquals(result.get(3), Vector.named(args));
    } else {
      assertNull(run.result());
    }
  }

  /** What a run paused after k steps shows, for every k; a failed step is tried again in vain. */
  private static void checkPauses(JsonNode vector) {
    Vm run = start(vector);
    Recording recording = new Recording();
    run.observe(recording);
    for (JsonNode pause : vector.get("pauses")) {
      assertEquals(pause.get(0).asLong(), run.steps());
      checkPause(pause, run, recording);
      if (!run.isDone() && pause.get(0).asLong() < vector.get("steps").asLong()) {
        run.runHere(1);
      } else if (!vector.get("error").isNull()) {
        assertThrows(StepException.class, () -> run.runHere(1));
        checkPause(pause, run, recording);
        assertThrows(StepException.class, () -> run.runHere(1));
        checkPause(pause, run, recording);
      }
    }
  }

  private static void checkPause(JsonNode pause, Vm run, Recording recording) {
    ArrayNode row = jump(Recording.row(run.steps(), run.jump()));
    row.add(recording.calls().size());
    ArrayNode paths = row.addArray();
    run.active().stream().map(Task::path).forEach(paths::add);
    assertEquals(pause, Vector.normal(row));
  }

  private static void checkTree(JsonNode vector) {
    Program program = Vector.program(vector.get("program")).program();
    Iterator<Map.Entry<String, JsonNode>> nodes = vector.get("nodes").properties().iterator();
    while (nodes.hasNext()) {
      Map.Entry<String, JsonNode> node = nodes.next();
      assertEquals(
          node.getValue().asText().toLowerCase(java.util.Locale.ROOT),
          program.at(node.getKey()).toString().toLowerCase(java.util.Locale.ROOT));
    }
    assertEquals(vector.get("nodes").size(), program.root().size());
    checkCost(vector, program.cost());
  }

  private static void checkCost(JsonNode vector, Cost cost) {
    if (!vector.get("cost").isNull()) {
      long steps = vector.get("cost").asLong();
      assertTrue(cost.least() <= steps && steps <= cost.most(), cost + ", but took " + steps);
      boolean chooses = vector.get("program").toString().contains("CHOOSE");
      assertTrue(chooses || cost.isExact(), "not exact: " + cost);
    } else if (!vector.get("max_steps").isNull()) {
      assertFalse(cost.isExact(), "endless, but " + cost);
    }
  }

  private static void checkFuzz(JsonNode vector, ObjLongConsumer<Vm> way) {
    long limit = limit(vector);
    Recording run = Recording.of(start(vector), limit, vm -> way.accept(vm, limit));
    Map<String, String> functions = functions(vector);
    assertEquals(vector.get("calls"), rows(run.calls(), r -> call(r, functions)));
    assertEquals(vector.get("weave_steps").asLong(), run.threadJumps().size());
    assertEquals(vector.get("steps").asLong(), run.steps());
    JsonNode errorStep = vector.get("error_step");
    StepException error = run.error();
    assertEquals(
        errorStep.isNull() ? null : errorStep.asLong(), error == null ? null : error.step());
    Args result = run.result();
    assertEquals(vector.get("finished").asBoolean(), result != null);
    if (result != null) {
      assertEquals(vector.get("result").get(2), Vector.positional(result));
      assertEquals(vector.get("result").get(3), Vector.named(result));
    }
  }

  private static Vm start(JsonNode vector) {
    Args args = Vector.args(vector.get("args"), vector.get("kwargs"));
    return Vector.program(vector.get("program")).program().start(args);
  }

  private static long limit(JsonNode vector) {
    JsonNode limit = vector.get("max_steps");
    return limit.isNull() ? Long.MAX_VALUE : limit.asLong();
  }

  /** The functions called, by path. */
  private static Map<String, String> functions(JsonNode vector) {
    Map<String, String> functions = new java.util.HashMap<>();
    collect(Vector.program(vector.get("program")), "", functions);
    return functions;
  }

  private static void collect(Spec spec, String path, Map<String, String> functions) {
    functions.put(path.isEmpty() ? "/" : path, spec.function());
    for (int i = 0; i < spec.children().size(); i++) {
      collect(spec.children().get(i), path + "/" + i, functions);
    }
  }

  private static <T> JsonNode rows(List<T> rows, Function<T, ArrayNode> form) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    rows.forEach(row -> all.add(form.apply(row)));
    return Vector.normal(all);
  }

  private static ArrayNode jump(Recording.Row row) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    json.add(row.step()).add(row.to()).add(row.replyTo());
    return json.add(Vector.positional(row.args())).add(Vector.named(row.args()));
  }

  private static ArrayNode threadJump(Recording.ThreadRow row) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    json.add(row.step()).add(row.weave()).add(row.pass()).add(row.thread());
    json.add(row.jump().to()).add(row.jump().replyTo());
    return json.add(Vector.positional(row.jump().args())).add(Vector.named(row.jump().args()));
  }

  private static ArrayNode call(Recording.CallRow row, Map<String, String> functions) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    json.add(row.step()).add(row.path()).add(functions.get(row.path()));
    json.add(Vector.positional(row.args())).add(Vector.named(row.args()));
    Args result = row.result();
    return json.add(Vector.json(result.isEmpty() ? null : result.get(0)));
  }
}
