package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.Examples;
import jacquard.data.KFold;
import jacquard.data.Minibatches;
import jacquard.data.Score;
import jacquard.datalearn.Descent;
import jacquard.datalearn.Learner;
import jacquard.datalearn.Output;
import jacquard.event.Event;
import jacquard.expression.Shared;
import jacquard.expression.Value;
import jacquard.flow.Chunks;
import jacquard.flow.FdaNode;
import jacquard.flow.Flow;
import jacquard.flow.FlowNode;
import jacquard.flow.GaussianClassifier;
import jacquard.flow.HistogramNode;
import jacquard.flow.NearestMeanClassifier;
import jacquard.flow.NearestNeighboursClassifier;
import jacquard.flow.NestedFlow;
import jacquard.flow.PcaNode;
import jacquard.flow.QuadraticNode;
import jacquard.flow.RbmNode;
import jacquard.flow.SfaNode;
import jacquard.flow.SoftmaxNode;
import jacquard.flow.Training;
import jacquard.flow.Workers;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.kernels.opencl.Devices;
import jacquard.kernels.opencl.OpenClKernels;
import jacquard.plugin.Counter;
import jacquard.plugin.EarlyStopping;
import jacquard.plugin.FiniteCheck;
import jacquard.plugin.LearningRate;
import jacquard.plugin.SaveBest;
import jacquard.plugin.Schedule;
import jacquard.plugin.Search;
import jacquard.plugin.Timer;
import jacquard.report.Confusion;
import jacquard.report.Metrics;
import jacquard.report.Monitor;
import jacquard.report.Progress;
import jacquard.vm.Atomic;
import jacquard.vm.HalfDone;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The promise of {@link Atomic}, kept by every class of the library that makes it: whichever call
 * of a kernel fails, once or from then on, the component is as one that was not asked at all, and
 * asked again it gives the bits of one that was never disturbed.
 */
class PromisesTest {
  private static final int COLUMNS = Trained.COLUMNS;

  /** What is not asked here, and why. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "jacquard.event.EventLoop", // AtomicTest
          "jacquard.checkpoint.ThreadCarrier", // a failed thread: ParallelTest
          "jacquard.plugin.Print", // prints only
          "jacquard.hook.AssertFinite", // looks only
          "jacquard.hook.Mark", // asks only
          "jacquard.hook.Print", // prints only
          "jacquard.hook.Time", // prints only
          "jacquard.hook.Plot", // HookLineTest, LogTest
          "jacquard.report.CsvLog", // LogTest
          "jacquard.report.JsonLines", // LogTest
          "jacquard.datalearn.Iteration"); // a generator: IterationTest

  /** Methods that no program calls. */
  private static final Set<String> NO_CALLS =
      Set.of(
          "state",
          "chain",
          "forEach",
          "equals",
          "hashCode",
          "toString",
          "notify",
          "notifyAll",
          "wait",
          "getClass",
          "kernels",
          "on",
          "onEach",
          "checkpoint",
          "program",
          "nextJob",
          "useResults",
          "flow",
          "learner",
          "run",
          "events",
          "join",
          "updateBy",
          "lossBy",
          "output",
          "become",
          "add",
          "force");

  /** A component in a state it can be in. */
  private record Case(String name, Function<Kernels, Object> made) {}

  private static Case of(String name, Supplier<Object> made) {
    return new Case(name, kernels -> made.get());
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Trained<?> each : Trained.all()) {
      for (int updates = 0; updates < 4; updates++) {
        int count = updates;
        cases.add(
            new Case(each.name() + " after " + count, kernels -> trained(each, kernels, count)));
      }
    }
    cases.add(new Case("two layers", kernels -> new Descent(new Deep(kernels).nll, rates())));
    cases.add(new Case("learner", Deep::new));
    cases.add(new Case("shared", PromisesTest::shared));
    cases.add(new Case("moments", kernels -> moments()));
    cases.add(of("scale", () -> new Scale(0.5f)));
    cases.add(of("flow", PromisesTest::flow));
    for (Supplier<FlowNode> node : nodes()) {
      for (int phase = 0; phase < 3; phase++) {
        int stage = phase;
        FlowNode example = node.get();
        cases.add(of(example.name() + " at " + stage, () -> node(node.get(), stage)));
        cases.add(
            of("training of " + example.name() + " at " + stage, () -> training(node, stage)));
      }
    }
    cases.addAll(plugins());
    return cases;
  }

  private static <C extends Stateful> C trained(Trained<C> each, Kernels kernels, int updates) {
    C component = each.made().apply(kernels);
    for (int i = 0; i < updates; i++) {
      each.update().accept(component, batch(i));
    }
    return component;
  }

  private static Rates rates() {
    return new Rates(0.1f, 0.5f, 0.001f);
  }

  private static Shared shared(Kernels kernels) {
    Deep learner = new Deep(kernels);
    new Descent(learner.nll, rates()).update(batch(1));
    return learner.shared("weights0");
  }

  private static Moments moments() {
    Moments moments = new Moments();
    moments.add(batch(3));
    return moments;
  }

  private static List<Supplier<FlowNode>> nodes() {
    return List.of(
        () -> new PcaNode(2),
        () -> new SfaNode(2),
        () -> new FdaNode(1),
        () -> new RbmNode(RbmSettings.of(COLUMNS, 3, Rbm.Visible.GAUSSIAN, rates(), 3), 2),
        () -> new SoftmaxNode(COLUMNS, Trained.CLASSES, rates(), 2),
        () -> new HistogramNode(3, -1, 1),
        QuadraticNode::new,
        () -> new NearestNeighboursClassifier(2),
        GaussianClassifier::new,
        NearestMeanClassifier::new,
        () -> new NestedFlow(new Flow(new PcaNode(3), new SfaNode(2))));
  }

  private static Flow flow() {
    Flow flow = new Flow(new HistogramNode(2, -1, 1), new PcaNode(3), new HistogramNode(2, -1, 1));
    flow.train(new Chunks(batch(5), 20));
    return flow;
  }

  private static FlowNode node(FlowNode node, int stage) {
    for (int i = 0; i < stage && node.isTraining(); i++) {
      node.train(batch(7));
      node.train(batch(8));
      if (i == 1) {
        node.stopTraining();
      }
    }
    return node;
  }

  private static Training training(Supplier<FlowNode> node, int steps) {
    Flow flow = new Flow(new HistogramNode(2, -1, 1), node.get(), new PcaNode(1));
    Training training = new Training(flow, new Chunks(batch(5), 20));
    for (int i = 0; i < 2 * steps && !training.isDone(); i++) {
      training.step();
    }
    return training;
  }

  private static List<Case> plugins() {
    return List.of(
        of("counter", () -> new Counter(2, 5)),
        of("early stopping", () -> new EarlyStopping(2, 0)),
        of("finite check", FiniteCheck::new),
        of("rate", () -> new LearningRate(Schedule.constant(1))),
        of("search", () -> Search.grid(Map.of("a", List.of(1.0, 2.0)))),
        of("timer", Timer::new),
        of("monitor", () -> new Monitor(2, Monitor.Statistic.MEAN)),
        of("progress", () -> new Progress("promises", 3)),
        of("confusion", () -> new Confusion(Trained.CLASSES)),
        of("metrics", Metrics::new),
        of("k-fold", PromisesTest::folds),
        of("minibatches", () -> Minibatches.shuffled(batch(2), 30, 1)),
        new Case("best", PromisesTest::best));
  }

  private static KFold folds() {
    Batch all = batch(4);
    KFold folds = new KFold(new Dataset("d", all.columns(), all.values(), all.labels()), 3, 1);
    folds.nextFold();
    return folds;
  }

  private static SaveBest best(Kernels kernels) {
    Rbm rbm = new Rbm(kernels, RbmSettings.of(COLUMNS, 3, Rbm.Visible.GAUSSIAN, rates(), 3));
    rbm.cd1Update(batch(1));
    SaveBest best = new SaveBest(rbm);
    best.act(new Event("a", "next", 0.5));
    rbm.cd1Update(batch(2));
    return best;
  }

  private static Batch batch(int seed) {
    Random random = new Random(seed);
    int rows = 48 - 4 * (seed % 3);
    float[] values = new float[rows * COLUMNS];
    int[] labels = new int[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = i % Trained.CLASSES;
    }
    return new Batch(COLUMNS, values, labels);
  }

  /** A network of two layers as expressions, one of them without a bias. */
  static final class Deep extends Learner {
    final Output nll =
        output(
            "nll",
            s ->
                s.input()
                    .dot(parameter("weights0"))
                    .plus(parameter("bias0"))
                    .sigmoid()
                    .dot(parameter("weights1"))
                    .plus(parameter("bias1"))
                    .softmax()
                    .pick(s.target())
                    .log()
                    .negate());

    Deep(Kernels kernels) {
      super(kernels);
      parameter("weights0", Value.of(COLUMNS, 4, weights(COLUMNS * 4)));
      bias("bias0", Value.of(1, 4, new float[4]));
      parameter("weights1", Value.of(4, Trained.CLASSES, weights(4 * Trained.CLASSES)));
      bias("bias1", Value.of(1, Trained.CLASSES, new float[Trained.CLASSES]));
    }

    private static float[] weights(int count) {
      float[] weights = new float[count];
      for (int i = 0; i < count; i++) {
        weights[i] = (i * 7 % 5 - 2) / 10f;
      }
      return weights;
    }
  }

  // ---- what is called ---------------------------------------------------------------------------

  private static List<Method> calls(Class<?> type) {
    List<Method> calls = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())
          && !method.isBridge()
          && (FlowNode.class.isAssignableFrom(type)
              || type.isAnnotationPresent(Atomic.class)
              || method.isAnnotationPresent(Atomic.class))
          && !NO_CALLS.contains(method.getName())) {
        calls.add(method);
      }
    }
    calls.sort(Comparator.comparing(Method::toString));
    return calls;
  }

  private static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(PromisesTest::argument).toArray();
  }

  private static Object argument(Class<?> type) {
    if (type == Examples.class || type == Batch.class) {
      return batch(11);
    }
    if (type == Iterable.class) {
      return new Chunks(batch(6), 20);
    }
    if (type == Workers.class) {
      return Workers.local();
    }
    if (type == Moments.class) {
      return moments();
    }
    return switch (type.getSimpleName()) {
      case "int" -> 0;
      case "long" -> 1L;
      case "double" -> 0.25;
      case "float" -> 0.25f;
      case "Rates" -> new Rates(0.3f, 0, 0);
      case "Event" -> new Event("a", "next", 0.125);
      case "Score" -> new Score(3, 4);
      case "String" -> "weights0";
      case "int[]" -> new int[batch(11).rows()];
      case "float[]" -> new float[COLUMNS * 4];
      case "Value" -> Value.of(COLUMNS, 4, new float[COLUMNS * 4]);
      default -> throw new AssertionError("make an argument of " + type + ", or say why not");
    };
  }

  /** What came of a call: its result, or the class of what it threw. */
  private static String outcome(Object component, Method method, Object[] arguments) {
    try {
      return StateImage.of(invoke(component, method, arguments));
    } catch (Throwable t) {
      return "threw " + t.getClass();
    }
  }

  private static @Nullable Object invoke(Object component, Method method, Object[] arguments)
      throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(component, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static boolean isMarked(Throwable thrown) {
    return thrown instanceof HalfDone
        || Arrays.stream(thrown.getSuppressed()).anyMatch(HalfDone.class::isInstance);
  }

  // ---- the promise ------------------------------------------------------------------------------

  @TestFactory
  Stream<DynamicTest> aFailedCallHasChangedNothing() {
    return cases().stream()
        .map(it -> DynamicTest.dynamicTest(it.name(), () -> failEverywhere(it, new JavaKernels())));
  }

  private static void failEverywhere(Case it, Kernels real) throws Throwable {
    Kernels before = Backend.current();
    try {
      Object example = made(it, new FailingKernels(real));
      for (Method call : calls(example.getClass())) {
        check(it, real, call, false, () -> new IllegalStateException("device lost"));
        check(it, real, call, false, () -> new OutOfMemoryError("injected"));
        check(it, real, call, true, () -> new IllegalStateException("device lost"));
      }
    } finally {
      Backend.use(before);
    }
  }

  private static Object made(Case it, FailingKernels kernels) {
    Backend.use(kernels.kernels());
    return it.made().apply(Backend.current());
  }

  /** The same on a device, where what is learned lies in its memory. */
  @TestFactory
  Stream<DynamicTest> aFailedCallHasChangedNothingOnADevice() {
    return Trained.all().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      Case it = new Case(each.name(), kernels -> trained(each, kernels, 1));
                      try (Kernels device = new OpenClKernels(Devices.best())) {
                        failEverywhere(it, device);
                      }
                    }));
  }

  private static void check(
      Case it, Kernels real, Method call, boolean isLasting, Supplier<Throwable> failure)
      throws Throwable {
    String where = it.name() + ", " + call.getName();
    String before = StateImage.of(made(it, new FailingKernels(real)));
    Object undisturbed = made(it, new FailingKernels(real));
    String wanted = outcome(undisturbed, call, arguments(call));
    String after = StateImage.of(undisturbed);
    boolean isHit = true;
    for (int k = 0; isHit; k++) {
      FailingKernels kernels = new FailingKernels(real);
      Object component = made(it, kernels);
      Object[] arguments = arguments(call);
      kernels.failAfter(k, isLasting, failure);
      Throwable thrown = null;
      try {
        Object unused = invoke(component, call, arguments);
      } catch (Throwable t) {
        thrown = t;
      }
      isHit = kernels.mend();
      if (!isHit || thrown == null) {
        assertEquals(after, StateImage.of(component), where);
        continue;
      }
      if (isLasting && isMarked(thrown)) {
        continue; // it could not be put back, and says so
      }
      int at = k;
      assertTrue(!isMarked(thrown), () -> where + " at " + at);
      assertEquals(before, StateImage.of(component), () -> where + " at " + at);
      assertEquals(wanted, outcome(component, call, arguments), () -> where + " again at " + at);
      assertEquals(after, StateImage.of(component), () -> where + " again at " + at);
    }
  }

  // ---- nobody is forgotten ----------------------------------------------------------------------

  @Test
  void everyClassThatPromisesIsHere() throws IOException, URISyntaxException {
    Set<String> promising = new TreeSet<>();
    for (Class<?> some : List.of(Atomic.class, Rbm.class)) {
      promising.addAll(promising(some));
    }
    Set<String> here = new TreeSet<>(ELSEWHERE);
    for (Case it : cases()) {
      for (Class<?> c = it.made().apply(new JavaKernels()).getClass();
          c != null;
          c = c.getSuperclass()) {
        here.add(c.getName());
      }
    }
    assertTrue(promising.contains("jacquard.learn.Rbm"), promising::toString);
    promising.removeAll(here);
    assertEquals(Set.of(), promising, "make a case of each");
  }

  /** The classes beside one, in its directory or jar, that make the promise somewhere. */
  private static Set<String> promising(Class<?> beside) throws IOException, URISyntaxException {
    Path place = Path.of(beside.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return promisingBelow(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return promisingBelow(jar.getPath("/"));
    }
  }

  private static Set<String> promisingBelow(Path root) throws IOException {
    Set<String> promising = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String path = root.relativize(file).toString().replace('\\', '/').replace('/', '.');
        String name = path.substring(0, path.length() - ".class".length());
        if (name.startsWith("jacquard.") && isPromising(name)) {
          promising.add(name);
        }
      }
    }
    return promising;
  }

  private static boolean isPromising(String name) {
    try {
      Class<?> type = Class.forName(name, false, PromisesTest.class.getClassLoader());
      return type.isAnnotationPresent(Atomic.class)
          || Arrays.stream(type.getDeclaredMethods())
              .anyMatch(method -> method.isAnnotationPresent(Atomic.class));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
