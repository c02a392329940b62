package jacquard.checkpoint;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Autosave;
import jacquard.experiment.Experiment;
import jacquard.program.Format;
import jacquard.program.Problem;
import jacquard.program.Program;
import jacquard.vm.Fn;
import jacquard.vm.Moment;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would not come back is refused before the first step, and by check. */
class VerificationTest {
  @TempDir private Path directory = Path.of("");

  /** Leaves out a field that is 0 yet. */
  static class Forgets implements Stateful {
    private int n;
    private int more;

    @Override
    public void state(State s) {
      n = s.value("n", n);
    }

    int next() {
      more += ++n;
      return more;
    }
  }

  /** Inherits a state method that does not know its field. */
  static final class Inherits extends Complete {
    private long own;

    long count() {
      return ++own;
    }
  }

  /** Visits all there is, in every way: helpers, lambdas, static methods, final objects. */
  static class Complete implements Stateful {
    private static int made;

    private final List<Integer> list = new ArrayList<>();
    private final float[] weights = {1, 2};
    private final int constant = 7;

    @SuppressWarnings("UnnecessaryLambda") // what a final field refers to may be one
    private final Function<Integer, Integer> handle = x -> x + constant;

    private transient @Nullable Thread thread;
    private int byHelper;
    private long byLambda;
    private boolean byStatic;

    Complete() {
      made++;
      thread = null;
    }

    @Override
    public void state(State s) {
      List<Integer> saved = s.value("list", new ArrayList<>(list));
      float[] loaded = s.value("weights", weights);
      if (s.isLoading()) {
        list.clear();
        list.addAll(saved);
        System.arraycopy(loaded, 0, weights, 0, weights.length);
      }
      helper(s);
      Consumer<State> lambda = t -> byLambda = t.value("byLambda", byLambda);
      lambda.accept(s);
      with(this, s);
    }

    private void helper(State s) {
      byHelper = s.value("byHelper", byHelper);
    }

    private static void with(Complete c, State s) {
      c.byStatic = s.value("byStatic", c.byStatic);
    }

    int next() {
      list.add(handle.apply(made));
      weights[0]++;
      byHelper += thread == null ? 1 : 0;
      byLambda--;
      byStatic = !byStatic;
      return list.size();
    }
  }

  /** One field of another object's state. */
  interface Slot {
    void save(State s);
  }

  /** Visits its fields in lambdas and inner classes that its constructor made. */
  static final class Slots implements Stateful {
    private int byFunction;
    private int bySlot;
    private int byInner;
    private int byPart;

    @SuppressWarnings("UnnecessaryLambda") // that is what is looked at
    private final Consumer<State> function = s -> byFunction = s.value("byFunction", byFunction);

    private final Slot[] slots = {
      s -> bySlot = s.value("bySlot", bySlot),
      new Slot() {
        @Override
        public void save(State s) {
          byInner = s.value("byInner", byInner);
        }
      }
    };
    private final List<Stateful> parts = List.of(s -> byPart = s.value("byPart", byPart));

    @Override
    public void state(State s) {
      function.accept(s);
      for (Slot slot : slots) {
        slot.save(s);
      }
      parts.forEach(part -> part.state(s));
    }

    int next() {
      byFunction += 1;
      bySlot += 2;
      byInner += 3;
      byPart += 4;
      return byFunction + bySlot + byInner + byPart;
    }
  }

  /** Saves a field but does not take it back. */
  static final class OneWay implements Stateful {
    private int n = 3;

    @Override
    public void state(State s) {
      s.value("n", n);
    }

    int next() {
      return ++n;
    }
  }

  /** Is given its size by a constructor, and does not save it. */
  static final class Sized implements Stateful {
    private final int size;

    Sized() {
      this(1);
    }

    Sized(int size) {
      this.size = size;
    }

    @Override
    public void state(State s) {}

    int next() {
      return size;
    }
  }

  /** Draws from a stream that it forgets. */
  static final class Draws implements Stateful {
    private final Random random = new Random(1);

    @Override
    public void state(State s) {}

    int next() {
      return random.nextInt();
    }
  }

  /** Is an ArrayList and says nothing of its elements. */
  static final class Grows extends ArrayList<String> implements Stateful {
    private static final long serialVersionUID = 1L;
    private int n;

    @Override
    public void state(State s) {
      n = s.value("n", n);
    }

    int next() {
      return ++n;
    }
  }

  /** Can be made once only. */
  static final class Once implements Stateful {
    private static int made;

    Once() {
      if (made++ > 0) {
        throw new IllegalStateException("the port is taken");
      }
    }

    @Override
    public void state(State s) {}

    int next() {
      return 1;
    }
  }

  /** Changes an array that it is given. */
  static final class Zeroes implements Stateful {
    private double[] sums = {1, 2};

    @Override
    public void state(State s) {
      sums = s.value("sums", sums);
      if (s.isLoading()) {
        sums[0] = 0;
      }
    }

    double next() {
      return sums[0];
    }
  }

  /** Its fields take no other class than what was saved. */
  @SuppressWarnings("JdkObsolete") // that is one
  static final class Narrow implements Stateful {
    private AbstractList<Integer> list = new ArrayList<>();
    private LinkedList<Integer> linked = new LinkedList<>(List.of(1));

    @Override
    public void state(State s) {
      list = s.value("list", list);
      linked = s.value("linked", linked);
    }

    int next() {
      linked.add(1);
      return linked.size();
    }
  }

  /** Throws while it is saved. */
  static final class Throws implements Stateful {
    private static Supplier<Throwable> thrown = IllegalStateException::new;

    @Override
    public void state(State s) {
      if (!s.isLoading()) {
        Throws.<RuntimeException>sneaky(thrown.get());
      }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneaky(Throwable t) throws T {
      throw (T) t;
    }

    int next() {
      return 1;
    }
  }

  /** Is not registered. */
  static final class Batch {}

  /** Gives what cannot be saved; looks at it. */
  static final class Source implements Stateful {
    @Override
    public void state(State s) {}

    Batch next() {
      return new Batch();
    }

    List<Integer> list() {
      return List.of();
    }

    int number() {
      return 1;
    }

    void look(Moment moment) {}
  }

  /** Not registered. */
  static final class Statics {
    static void look(Moment moment) {}
  }

  private static Experiment experiment(Stateful component, Fn.F0<?> next) {
    return new Experiment()
        .types(component.getClass())
        .component("it", component)
        .program("main", repeat(3, call(next)));
  }

  private void isRefused(String wanted, Stateful component, Fn.F0<?> next) {
    Experiment experiment = experiment(component, next);
    assertTrue(
        experiment.check("main").stream().anyMatch(p -> p.sentence().contains(wanted)),
        () -> experiment.check("main") + " without " + wanted);
    experiment.start("main");
    Path file = directory.resolve("x.jqd");
    for (org.junit.jupiter.api.function.Executable saving :
        List.<org.junit.jupiter.api.function.Executable>of(
            experiment::checkpoint, () -> experiment.save(file), () -> autosave(experiment))) {
      String said = String.valueOf(assertThrows(CheckpointException.class, saving).getMessage());
      assertTrue(said.contains(wanted) && said.contains("it"), said);
    }
    assertEquals(0, experiment.run("main").steps());
  }

  private void autosave(Experiment experiment) {
    try (Autosave autosave = new Autosave(directory.resolve("dir"), warning -> {})) {
      autosave.run(experiment, "main", Long.MAX_VALUE);
    }
  }

  @Test
  void whatWouldBeLostIsRefusedWithItsFieldAndAdvice() {
    Forgets forgets = new Forgets();
    isRefused("leaves out its field more, which would be lost", forgets, forgets::next);
    Inherits inherits = new Inherits();
    isRefused("leaves out its field own", inherits, inherits::count);
    OneWay oneWay = new OneWay();
    oneWay.next();
    isRefused("it.n would be another after loading (i:3, but was i:4)", oneWay, oneWay::next);
    Sized sized = new Sized(2);
    isRefused("leaves out its field size", sized, sized::next);
    Draws draws = new Draws();
    isRefused("leaves out its field random", draws, draws::next);
    Grows grows = new Grows();
    grows.add("x");
    isRefused("leaves out what it inherits from java.util.ArrayList", grows, grows::next);
    Zeroes zeroes = new Zeroes();
    isRefused("it.sums comes back with other elements", zeroes, zeroes::next);
    assertEquals(1, zeroes.next());
  }

  @Test
  void whatCannotBeMadeAgainIsRefused() {
    Once.made = 0;
    Once once = new Once();
    isRefused("the port is taken", once, once::next);
  }

  @Test
  void whatIsThrownWhileSavingIsSaidWithItsPlace() {
    Throws component = new Throws();
    for (Throwable thrown :
        List.of(
            new IllegalStateException("not now"),
            new java.util.ConcurrentModificationException(),
            new StackOverflowError(),
            new AssertionError("no"),
            new java.io.IOException("disk"))) {
      Throws.thrown = () -> thrown;
      isRefused("it cannot be copied: " + thrown, component, component::next);
    }
    Throws.thrown = () -> new OutOfMemoryError("test");
    assertThrows(OutOfMemoryError.class, experiment(component, component::next)::checkpoint);
  }

  @Test
  void whatIsCompleteIsNotRefused() {
    Complete complete = new Complete();
    complete.next();
    assertEquals(List.of(), experiment(complete, complete::next).check("main"));
    experiment(complete, complete::next).checkpoint();
    Sized sized = new Sized(1);
    experiment(sized, sized::next).checkpoint();
    Narrow narrow = new Narrow();
    experiment(narrow, narrow::next).checkpoint();
    Slots slots = new Slots();
    slots.next();
    Checkpoint saved = experiment(slots, slots::next).checkpoint();
    Slots loaded = Experiment.restore(saved, Map.of(), Slots.class).component("it", Slots.class);
    assertEquals(20, loaded.next());
  }

  @Test
  void eachKindIsTriedOnceAndOthersWhenTheyComeUp() {
    Complete complete = new Complete();
    Experiment experiment = experiment(complete, complete::next);
    experiment.checkpoint();
    int made = Complete.made;
    complete.next();
    experiment.checkpoint();
    assertEquals(made, Complete.made);
    Forgets forgets = new Forgets();
    experiment.types(Forgets.class).program("more", seq(call(forgets::next)));
    assertThrows(CheckpointException.class, experiment::checkpoint);
  }

  @Test
  void checkLooksAtHooksAndAtWhatCallsGive() {
    Source source = new Source();
    Experiment experiment =
        new Experiment()
            .types(Source.class)
            .component("source", source)
            .program("main", seq(call(source::number), call(source::next), call(source::list)));
    List<Problem> problems = experiment.check("main");
    assertEquals(List.of("/1"), problems.stream().map(Problem::path).toList());
    assertTrue(problems.getFirst().sentence().contains("it gives a " + Batch.class.getName()));
    experiment.rewrite("main", p -> p.find("source.number").after((Fn.P1<Moment>) Statics::look));
    experiment.rewrite("main", p -> p.find("source.list").after((Moment m) -> {}));
    experiment.rewrite("main", p -> p.find("source.next").after(source::look));
    String all = experiment.check("main").toString();
    assertTrue(all.contains("Statics, which is not registered") && all.contains("a lambda"), all);
    assertEquals(3, experiment.check("main").size(), all);
  }

  @Test
  void methodsOfTheJdkAreCalledPrintedParsedAndLoaded() {
    List<Double> scores = new ArrayList<>(List.of(1.0, 2.0));
    TreeMap<String, Double> best = new TreeMap<>(Map.of("a", 1.0));
    Complete complete = new Complete();
    Experiment experiment =
        new Experiment()
            .types(Complete.class, Math.class)
            .component("scores", scores)
            .component("best", best)
            .component("complete", complete)
            .program(
                "main",
                repeat(
                    3,
                    call((Fn.F0<Double>) scores::getLast),
                    call((Fn.F1<Double, Double>) Math::sqrt),
                    call((Fn.F1<Double, Boolean>) scores::add),
                    call(best::clear),
                    buffer(scores::size, call(complete::next)),
                    call(complete::toString)));
    assertEquals(List.of(), experiment.check("main"));
    String text = experiment.program("main").print(Format.PLAIN);
    Program parsed = Program.parse(text, experiment.components(), Complete.class, Math.class);
    assertEquals(text, parsed.print(Format.PLAIN));
    experiment.start("main").run(7);
    Experiment loaded =
        Experiment.restore(experiment.checkpoint(), Map.of(), Complete.class, Math.class);
    experiment.run("main").run();
    loaded.run("main").run();
    assertEquals(scores, loaded.component("scores", List.class));
    assertEquals(5, scores.size());
    assertSame(TreeMap.class, loaded.component("best", Map.class).getClass());
    assertEquals(text, loaded.program("main").print(Format.PLAIN));
  }

  @Test
  void anyObjectIsAComponentUnderItsName() {
    float[] array = {1, 2};
    List<Object> list = new ArrayList<>(List.of(array, "x"));
    String text = "some text";
    Experiment experiment =
        new Experiment()
            .types(Thread.State.class)
            .component("list", list)
            .component("array", array)
            .component("number", 0)
            .component("text", text)
            .component("constant", Thread.State.NEW)
            .program("main", repeat(3, call(text::length)));
    experiment.start("main").run(2);
    Checkpoint saved = experiment.checkpoint();
    Experiment loaded = Experiment.restore(saved, Map.of(), Thread.State.class);
    List<?> again = loaded.component("list", List.class);
    assertSame(loaded.component("array", float[].class), again.getFirst());
    assertEquals(0, loaded.component("number", Integer.class));
    assertEquals(text, loaded.component("text", String.class));
    assertSame(Thread.State.NEW, loaded.component("constant", Thread.State.class));
    assertEquals(experiment.program("main").print(), loaded.program("main").print());
    assertEquals(saved.fingerprint(), loaded.checkpoint().fingerprint());
  }

  /** Data that have a source, which is not there when they are loaded. */
  static final class Table implements Stateful, ByReference {
    private int[] rows = {1, 2};

    @Override
    public String source() {
      return "file:/far/away";
    }

    @Override
    public String fingerprint() {
      return "f" + rows.length;
    }

    @Override
    public void state(State s) {
      rows = s.value("rows", rows);
    }
  }

  @Test
  void embeddedDataStayEmbeddedWhereTheyAreLoaded() {
    Experiment experiment =
        new Experiment().types(Table.class).component("table", new Table()).embedData(true);
    for (int i = 0; i < 3; i++) {
      experiment = Experiment.restore(experiment.checkpoint(), Map.of(), Table.class);
    }
    assertEquals(2, experiment.component("table", Table.class).rows.length);
    Experiment later = new Experiment().types(Table.class).embedData(true).program("p", seq());
    Experiment there = Experiment.restore(later.checkpoint(), Map.of(), Table.class);
    there.component("table", new Table());
    Experiment.restore(there.checkpoint(), Map.of(), Table.class);
  }

  /** Holds data. */
  static final class Reader implements Stateful {
    private Table table = new Table();

    @Override
    public void state(State s) {
      table = s.value("table", table);
    }
  }

  /** Whoever loads has the data once, and so does the file, however often they were read. */
  @Test
  void dataThatWereReadTwiceAreTheSameData() {
    Experiment experiment =
        new Experiment()
            .types(Table.class, Reader.class)
            .component("reader", new Reader())
            .component("train", new Table())
            .component("second", new Reader());
    Checkpoint saved = experiment.checkpoint();
    Table at = new Table();
    Experiment loaded = Experiment.restore(saved, Map.of("f2", at), Table.class, Reader.class);
    assertSame(at, loaded.component("train", Table.class));
    assertSame(at, loaded.component("reader", Reader.class).table);
    assertSame(at, loaded.component("second", Reader.class).table);
    assertEquals(saved.fingerprint(), loaded.checkpoint().fingerprint());
    experiment.component("test", new Table());
    String refused =
        String.valueOf(
            assertThrows(CheckpointException.class, experiment::checkpoint).getMessage());
    assertTrue(refused.contains("train and test are the same data, read twice"), refused);
  }
}
