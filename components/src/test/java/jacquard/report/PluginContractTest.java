package jacquard.report;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.checkpoint.Types;
import jacquard.data.Dataset;
import jacquard.data.KFold;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.laws.Laws;
import jacquard.plugin.Counter;
import jacquard.plugin.EarlyStopping;
import jacquard.plugin.FiniteCheck;
import jacquard.plugin.LearningRate;
import jacquard.plugin.Print;
import jacquard.plugin.SaveBest;
import jacquard.plugin.Schedule;
import jacquard.plugin.Search;
import jacquard.plugin.Timer;
import jacquard.vm.Args;
import jacquard.vm.Vm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every plugin of the library: pausing, saving and loading anywhere change nothing.
 */
class PluginContractTest {
  private static final double[] SERIES = {5, 4, 4.5, 3, 3.5, 3.5, 3.25, 2, 8, 1, 1, 1};
  private static final Class<?>[] TYPES = {Series.class, Diary.class};
  private static final long LIMIT = 1000;

  @TempDir private Path directory = Path.of("");

  /** The numbers that plugins are given, one a time. */
  static final class Series implements Action, Stateful {
    private int position;

    @Override
    public void state(State s) {
      position = s.value("position", position);
    }

    @Override
    public Fired act(Event event) {
      return position == SERIES.length ? Fired.end(null) : Fired.next(SERIES[position++]);
    }

    static String shown(double value) {
      return "seen " + value;
    }
  }

  /** What was fired, and something that changes meanwhile. */
  static final class Diary implements Action, Stateful {
    private List<String> lines = new ArrayList<>();

    @Override
    public void state(State s) {
      lines = s.value("lines", lines);
    }

    @Override
    public Fired act(Event event) {
      lines.add(event.toString());
      return Fired.NOTHING;
    }
  }

  /** A plugin of the library on its place in a scheduler. */
  private Experiment experiment(Function<Scheduler, Plugin> made) {
    Scheduler sched = new Scheduler("contract");
    Plugin series = Plugin.of("series", new Series());
    Plugin it = made.apply(sched);
    Plugin diary = Plugin.of("diary", new Diary());
    it.act(sched, series.next());
    it.events().forEach(event -> diary.act(sched, it.on(event)));
    series.act(sched, sched.begin(), series.next());
    sched.endOn(series.end());
    return new Experiment().types(TYPES).plugins(sched).program("main", sched.node());
  }

  private Map<String, Function<Scheduler, Plugin>> cases() {
    Map<String, Function<Scheduler, Plugin>> cases = new LinkedHashMap<>();
    action(cases, () -> new Counter(2, 5));
    action(cases, () -> new EarlyStopping(3, 0.1));
    action(cases, FiniteCheck::new);
    action(cases, () -> new LearningRate(Schedule.cosine(1, 0.1, 8).warmedUp(3)));
    action(cases, () -> Search.grid(Map.of("a", List.of(1.0, 2.0))));
    action(cases, Timer::new);
    action(cases, () -> new Monitor(3, Monitor.Statistic.MEDIAN));
    action(cases, () -> new CsvLog(directory.resolve("log.csv").toString()));
    action(cases, () -> new JsonLines(directory.resolve("log.jsonl").toString()));
    action(cases, () -> new Progress("contract", 7));
    action(cases, () -> new KFold(new Dataset("four", 1, new float[4], new int[4]), 4, 1));
    cases.put("SaveBest", PluginContractTest::savesBest);
    cases.put(
        "FiniteCheck of a component",
        sched -> Plugin.of("it", new FiniteCheck(new LearningRate(Schedule.constant(1)))));
    cases.put(
        "random Search",
        sched -> Plugin.of("it", Search.random(Map.of("a", Search.Range.even(0, 1)), 4, 1)));
    cases.put("checkpointer", sched -> Plugin.of("it", checkpoint("marked")));
    cases.put("Print", sched -> Print.of("it", call(Series::shown)));
    return cases;
  }

  private static void action(
      Map<String, Function<Scheduler, Plugin>> cases, Supplier<Action> action) {
    String name = action.get().getClass().getSimpleName();
    cases.put(name, sched -> Plugin.of("it", action.get()));
  }

  /** The state of a diary that goes on is put back now and then. */
  private static Plugin savesBest(Scheduler sched) {
    Diary changing = new Diary();
    SaveBest saves = new SaveBest(changing);
    Plugin it = Plugin.of("it", saves);
    Plugin.of("changing", changing).act(sched, it.next());
    Plugin.of("restore", call(saves::restore)).act(sched, it.next().every(3));
    return it;
  }

  @TestFactory
  Stream<DynamicTest> anyPauseChangesNothing() {
    return cases().entrySet().stream()
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.getKey(),
                    () ->
                        Laws.check(
                            () -> experiment(it.getValue()).program("main"), Args.EMPTY, LIMIT)));
  }

  @TestFactory
  Stream<DynamicTest> savingAndLoadingBeforeEveryStepChangesNothing() {
    return cases().entrySet().stream()
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.getKey(),
                    () ->
                        Laws.savingChangesNothing(
                            () -> experiment(it.getValue()), "main", Args.EMPTY, LIMIT, TYPES)));
  }

  @TestFactory
  Stream<DynamicTest> savingOnceAnywhereEndsInTheSameBits() {
    return cases().entrySet().stream()
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.getKey(),
                    () ->
                        Laws.savingOnceChangesNothing(
                            () -> experiment(it.getValue()),
                            "main",
                            Args.EMPTY,
                            LIMIT,
                            1,
                            saved -> saved,
                            TYPES)));
  }

  @Test
  void everyActionOfTheLibraryIsHere() {
    Set<String> library =
        Types.with().classes().stream()
            .filter(Action.class::isAssignableFrom)
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    assertTrue(cases().keySet().containsAll(library), library + " but " + cases().keySet());
  }

  @Test
  void whatIsPrintedGoesWhereHooksPrint() {
    List<String> printed = new ArrayList<>();
    Vm run = experiment(sched -> Print.of("it", call(Series::shown))).start("main");
    run.printTo(printed::add);
    run.run();
    assertEquals("seen 5.0", printed.get(0));
    assertEquals(SERIES.length, printed.size());
  }
}
