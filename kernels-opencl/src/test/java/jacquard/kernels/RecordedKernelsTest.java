package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.opencl.Family;
import jacquard.kernels.opencl.SharedDevice;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded kernels: the same operations, and what is told of them. */
class RecordedKernelsTest {
  @TempDir private Path directory = Path.of("");

  private final List<String> calls = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Kernels java = new JavaKernels();

  private final Map<Class<?>, Object> arguments =
      Map.ofEntries(
          Map.entry(int.class, 3),
          Map.entry(boolean.class, true),
          Map.entry(long.class, 4L),
          Map.entry(float.class, 5f),
          Map.entry(Matrix.class, java.matrix(2, 3)),
          Map.entry(Labels.class, java.labels(2)),
          Map.entry(float[].class, new float[6]),
          Map.entry(int[].class, new int[2]),
          Map.entry(Op.class, Op.AS_IS),
          Map.entry(Activation.class, Activation.RELU),
          Map.entry(Rates.class, new Rates(1, 0, 0)),
          Map.entry(
              LayerParameters.class, new LayerParameters(java.matrix(2, 3), java.matrix(1, 3))),
          Map.entry(
              RbmParameters.class,
              new RbmParameters(java.matrix(2, 3), java.matrix(1, 2), java.matrix(1, 3))),
          Map.entry(Phase.class, new Phase(java.matrix(4, 2), java.matrix(4, 3))));

  /** Kernels that only note what is asked of them. */
  private Kernels noting() {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, args) -> {
              calls.add(method.getName() + Arrays.toString(args));
              return given(method);
            });
  }

  private @Nullable Object given(Method method) {
    Class<?> type = method.getReturnType();
    if (type == String.class) {
      return "noted";
    }
    if (type == Floats.class) {
      return java.floats(1);
    }
    return type == Ints.class ? java.ints(1) : arguments.get(type);
  }

  /** Matrices and labels are made of floats and ints, updates of layers of updates of one. */
  private static final List<String> MADE_OF_OTHERS = List.of("matrix", "labels", "layerUpdates");

  private static List<Method> operations() {
    return Arrays.stream(Kernels.class.getMethods())
        .filter(m -> !Modifier.isStatic(m.getModifiers()))
        .filter(m -> !MADE_OF_OTHERS.contains(m.getName()))
        .toList();
  }

  private void callEach(Kernels kernels) throws IllegalAccessException, InvocationTargetException {
    for (Method method : operations()) {
      Object[] args =
          Arrays.stream(method.getParameterTypes())
              .map(type -> Objects.requireNonNull(arguments.get(type), type::getName))
              .toArray();
      calls.clear();
      Object result = method.invoke(kernels, args);
      String name = method.getName();
      assertTrue(calls.contains(name + Arrays.toString(args.length == 0 ? null : args)), name);
      if (method.getReturnType().isArray()) {
        assertSame(given(method), result);
      }
    }
  }

  @Test
  void everyOperationIsThatOfTheKernels() throws ReflectiveOperationException {
    RecordedKernels recorded = RecordedKernels.of(noting());
    assertSame(recorded, RecordedKernels.of(recorded));
    callEach(recorded);
    assertEquals(List.of(), told);
  }

  @Test
  void updatesOfLayersAreOneOperationUntilSomebodyListens() {
    LayerParameters layer = (LayerParameters) arguments.get(LayerParameters.class);
    Rates rates = new Rates(1, 0, 0);
    LayerUpdate update =
        new LayerUpdate(Objects.requireNonNull(layer), layer, java.matrix(4, 2), java.matrix(4, 3));
    RecordedKernels recorded = RecordedKernels.of(noting());
    recorded.layerUpdates(List.of(update, update), rates);
    assertEquals(List.of("layerUpdates" + List.of(List.of(update, update), rates)), calls);
    recorded.listen((kernel, shape, begin, end) -> told.add(kernel + " " + shape));
    recorded.layerUpdates(List.of(update, update), rates);
    assertEquals(List.of("layerUpdate 2 x 3 x 4", "layerUpdate 2 x 3 x 4"), told);
  }

  @Test
  void aListenerIsToldOfEveryOperation() throws ReflectiveOperationException {
    RecordedKernels recorded = RecordedKernels.of(noting());
    recorded.listen((kernel, shape, begin, end) -> told.add(kernel + " " + shape));
    callEach(recorded);
    List<String> unrecorded =
        List.of(
            "name",
            "deviceName",
            "floats",
            "ints",
            "isOnArrays",
            "constant",
            "array",
            "finish",
            "close",
            "write",
            "read");
    for (Method method : operations()) {
      if (!unrecorded.contains(method.getName())) {
        long times = told.stream().filter(t -> t.startsWith(method.getName() + " ")).count();
        assertEquals(1, times, method.getName());
      }
    }
    assertTrue(
        told.containsAll(
            List.of(
                "write 2 x 3",
                "write 2 x 1",
                "read 2 x 3",
                "read 2 x 1",
                "gemm 2 x 3 x 3",
                "affine 2 x 3 x 3",
                "layerUpdate 2 x 3 x 2",
                "cdUpdate 2 x 3 x 8",
                "softmax 2 x 3")),
        told::toString);
    recorded.listen(null);
    int before = told.size();
    callEach(recorded);
    assertEquals(before, told.size());
  }

  @Test
  void aConstantIsWrittenWhereItIsCopied() {
    Kernels openCl = SharedDevice.kernels(Family.CPU);
    for (Kernels kernels : List.of(new JavaKernels(), openCl)) {
      told.clear();
      RecordedKernels recorded = RecordedKernels.of(kernels);
      recorded.listen((kernel, shape, begin, end) -> told.add(kernel + " " + shape));
      Matrix values = recorded.constant(new float[] {1, 2, 3, 4, 5, 6}, 3);
      Labels labels = recorded.constant(new int[] {1, 2});
      assertEquals(kernels.isOnArrays() ? List.of() : List.of("write 2 x 3", "write 2 x 1"), told);
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, kernels.read(values));
      assertArrayEquals(new int[] {1, 2}, kernels.read(labels));
    }
    openCl.close();
  }

  private static float[] product(Kernels kernels) {
    Cases cases = new Cases(kernels, 1);
    Matrix x = cases.of(2, 3, 1f, 2f, 3f, 4f, 5f, 6f);
    Matrix w = cases.of(3, 2, 1f, 2f, 3f, 4f, 5f, 6f);
    Matrix y = cases.window(2, 2);
    kernels.affine(x, Op.AS_IS, w, cases.of(1, 2, 1f, 1f), Activation.LINEAR, y);
    kernels.softmax(y, y);
    return kernels.read(y);
  }

  private List<RecordedEvent> recorded(Kernels kernels, String file) throws IOException {
    Path path = directory.resolve(file);
    try (Recording recording = new Recording()) {
      recording.enable(RecordedKernels.EVENT).withoutThreshold();
      recording.start();
      assertArrayEquals(product(java), product(RecordedKernels.of(kernels)));
      recording.stop();
      recording.dump(path);
    }
    return RecordingFile.readAllEvents(path).stream()
        .filter(e -> e.getEventType().getName().equals(RecordedKernels.EVENT))
        .filter(e -> !e.getString("kernel").equals("write"))
        .toList();
  }

  @Test
  void theFlightRecorderIsToldOnEveryBackend() throws IOException {
    Kernels openCl = SharedDevice.kernels(Family.CPU);
    for (Kernels kernels : List.of(new JavaKernels(), new VectorKernels(2), openCl)) {
      List<RecordedEvent> events = recorded(kernels, kernels.name() + ".jfr");
      assertEquals(
          List.of("affine 2 x 2 x 3", "softmax 2 x 2", "read 2 x 2"),
          events.stream().map(e -> e.getString("kernel") + " " + e.getString("shape")).toList());
      for (RecordedEvent event : events) {
        assertEquals(kernels.name(), event.getString("backend"));
        assertEquals(kernels.deviceName(), event.getString("device"));
        assertNotNull(event.getThread());
        assertTrue(event.getDuration().isPositive(), event::toString);
      }
    }
    openCl.close();
  }

  @Test
  void nobodyIsToldUnasked() throws IOException {
    Path path = directory.resolve("off.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      product(RecordedKernels.of(new JavaKernels()));
      recording.stop();
      recording.dump(path);
    }
    assertTrue(
        RecordingFile.readAllEvents(path).stream()
            .noneMatch(e -> e.getEventType().getName().equals(RecordedKernels.EVENT)));
  }
}
