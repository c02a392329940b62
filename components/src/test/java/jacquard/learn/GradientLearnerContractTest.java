package jacquard.learn;

import static jacquard.program.Programs.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.laws.Laws;
import jacquard.plugin.FiniteCheck;
import jacquard.plugin.LearningRate;
import jacquard.plugin.Schedule;
import jacquard.vm.Args;
import jacquard.vm.Node;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every learner that is trained by gradient steps. */
final class GradientLearnerContractTest {
  private static final Rates RATES = new Rates(0.1f, 0.5f, 0f);
  private static final Batch ROWS = rows(1);
  private static final Batch OTHERS = rows(2);

  static List<Trained<?>> learners() {
    return Trained.all().stream()
        .filter(each -> each.made().apply(each.kernels()) instanceof GradientLearner)
        .toList();
  }

  private static Batch rows(long seed) {
    Random random = new Random(seed);
    float[] values = new float[12 * Trained.COLUMNS];
    int[] labels = new int[12];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
      labels[i / Trained.COLUMNS] = random.nextInt(Trained.CLASSES);
    }
    return new Batch(Trained.COLUMNS, values, labels);
  }

  private static <C extends GradientLearner> Subject<C> subject(Trained<C> trained) {
    return new Subject<>(trained);
  }

  @SuppressWarnings("unchecked") // the source gives no others
  private static Subject<?> of(Trained<?> trained) {
    return subject((Trained<GradientLearner>) trained);
  }

  /** A learner and how it is trained. */
  private record Subject<C extends GradientLearner>(Trained<C> trained) {
    C fresh() {
      return trained.made().apply(trained.kernels());
    }

    C after(int updates) {
      C learner = fresh();
      update(learner, updates);
      return learner;
    }

    void update(GradientLearner learner, int updates) {
      for (int i = 0; i < updates; i++) {
        trained.update().accept(trainedType(learner), ROWS);
      }
    }

    @SuppressWarnings("unchecked")
    private C trainedType(GradientLearner learner) {
      return (C) learner;
    }

    GradientLearner reloaded(C learner) {
      Experiment saved = new Experiment().component("it", learner);
      return Experiment.restore(saved.checkpoint(), Map.of()).component("it", learner.getClass());
    }

    void clearGivesTheBitsOfANewOne() {
      for (int updates = 0; updates < 4; updates++) {
        C learner = after(updates);
        learner.setRates(new Rates(0.5f, 0.1f, 0.2f));
        learner.clear();
        assertEquals(Trained.fingerprint(fresh()), Trained.fingerprint(learner));
        update(learner, 4);
        assertEquals(Trained.fingerprint(after(4)), Trained.fingerprint(learner));
      }
    }

    void ratesAreStateAndUsed() {
      for (int updates = 0; updates < 4; updates++) {
        C still = after(updates);
        C slow = after(updates);
        still.setRates(new Rates(0, 0, 0));
        slow.setRate(0.001);
        assertEquals(0.001f, slow.rates().rate());
        assertEquals(after(updates).rates().momentum(), slow.rates().momentum());
        GradientLearner loaded = reloaded(slow);
        assertEquals(slow.rates(), loaded.rates());
        update(slow, 1);
        update(loaded, 1);
        assertEquals(Trained.fingerprint(slow), Trained.fingerprint(loaded));
        assertNotEquals(Trained.fingerprint(after(updates + 1)), Trained.fingerprint(slow));
        double before = still.loss(OTHERS);
        boolean goesOn = !(still instanceof Dbn); // its update enters the next part
        update(still, 1);
        assertTrue(!goesOn || still.loss(OTHERS) == before);
      }
    }

    void impossibleRatesAreRefused() {
      C learner = after(1);
      String before = Trained.fingerprint(learner);
      for (double rate :
          new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1e39, 1e-60, -1e-60}) {
        assertThrows(IllegalArgumentException.class, () -> learner.setRate(rate), "" + rate);
      }
      assertEquals(before, Trained.fingerprint(learner));
      learner.setRate(0);
      assertEquals(0, learner.rates().rate());
    }

    void validatingChangesNothing() {
      for (int updates = 0; updates < 4; updates++) {
        C looked = after(updates);
        double loss = looked.loss(OTHERS);
        assertEquals(Trained.fingerprint(after(updates)), Trained.fingerprint(looked));
        assertEquals(loss, looked.loss(OTHERS));
        assertEquals(loss, looked.loss(OTHERS.stack(List.of(OTHERS, OTHERS))), 1e-6, "a mean");
        update(looked, 2);
        assertEquals(Trained.fingerprint(after(updates + 2)), Trained.fingerprint(looked));
        assertTrue(loss > 0 && Double.isFinite(loss));
      }
    }

    void rowsOfOtherColumnsAreRefused() {
      C learner = fresh();
      Batch named = named("a", "b", "c", "d", "e", "f");
      trained.update().accept(learner, named);
      GradientLearner loaded = reloaded(learner);
      Batch swapped = named("a", "c", "b", "d", "e", "f");
      for (GradientLearner each : List.of(learner, loaded)) {
        String before = Trained.fingerprint(each);
        Exception error = assertThrows(IllegalArgumentException.class, () -> each.loss(swapped));
        assertTrue(
            String.valueOf(error.getMessage())
                .endsWith(
                    ": column 1 of these rows is 'c', it learned 'b' there; they have [a, c, b, d,"
                        + " e, f], it learned [a, b, c, d, e, f]"),
            error.getMessage());
        assertThrows(
            IllegalArgumentException.class,
            () -> trained.update().accept(trainedType(each), swapped));
        assertThrows(
            IllegalArgumentException.class,
            () -> trained.output().apply(trainedType(each), swapped));
        assertEquals(before, Trained.fingerprint(each));
        assertTrue(each.loss(named) == each.loss(ROWS), "rows without names are taken");
      }
      learner.clear();
      trained.update().accept(learner, swapped);
    }
  }

  private static Batch named(String... columns) {
    return new Dataset("rows", Trained.COLUMNS, ROWS.values(), ROWS.labels())
        .withNames(List.of(columns), List.of("x", "y", "z"))
        .all();
  }

  /** There is no loss before the first update; state is finite nevertheless. */
  @ParameterizedTest
  @MethodSource("learners")
  void aNewOneIsFinite(Trained<?> trained) {
    Event any = new Event("x", "next", null);
    assertEquals(Fired.next(null), new FiniteCheck(of(trained).fresh()).act(any));
  }

  @ParameterizedTest
  @MethodSource("learners")
  void clearGivesTheBitsOfANewOne(Trained<?> trained) {
    of(trained).clearGivesTheBitsOfANewOne();
  }

  @ParameterizedTest
  @MethodSource("learners")
  void ratesAreStateAndUsed(Trained<?> trained) {
    of(trained).ratesAreStateAndUsed();
  }

  @ParameterizedTest
  @MethodSource("learners")
  void impossibleRatesAreRefused(Trained<?> trained) {
    of(trained).impossibleRatesAreRefused();
  }

  @ParameterizedTest
  @MethodSource("learners")
  void validatingChangesNothing(Trained<?> trained) {
    of(trained).validatingChangesNothing();
  }

  @ParameterizedTest
  @MethodSource("learners")
  void rowsOfOtherColumnsAreRefused(Trained<?> trained) {
    of(trained).rowsOfOtherColumnsAreRefused();
  }

  @Test
  void allLearnersAreHere() {
    assertEquals(11, learners().size(), "six ways of an rbm, softmax, two mlps, descent, dbn");
  }

  /** A plugin's event, such as of a {@link LearningRate}, sets the rate of any learner. */
  @Test
  void aScheduleSetsTheRateOfEachLearner() {
    Kernels kernels = new JavaKernels();
    RbmSettings rbm = RbmSettings.of(6, 3, Rbm.Visible.BERNOULLI, RATES, 1);
    MlpSettings mlp = MlpSettings.of(List.of(6, 3, 3), Activation.SIGMOID, RATES, 1);
    scheduled(() -> new Softmax(kernels, 6, 3, RATES), it -> call(it::setRate));
    scheduled(() -> new Mlp(kernels, mlp), it -> call(it::setRate));
    scheduled(() -> new Rbm(kernels, rbm), it -> call(it::setRate));
    scheduled(() -> new Dbn(kernels, List.of(rbm), mlp), it -> call(it::setRate));
  }

  private static <C extends GradientLearner> void scheduled(
      Supplier<C> made, Function<C, Node> setRate) {
    Supplier<Experiment> experiment =
        () -> {
          C learner = made.get();
          Scheduler trainer = new Scheduler("trainer");
          Plugin rate = Plugin.of("rate", new LearningRate(Schedule.constant(0.25)));
          Plugin set = Plugin.of("set_rate", setRate.apply(learner));
          rate.act(trainer, trainer.begin());
          set.act(trainer, rate.next());
          trainer.endOn(set.next());
          return new Experiment()
              .component("learner", learner)
              .plugins(trainer)
              .program("main", trainer.node());
        };
    Laws.savingOnceChangesNothing(experiment, "main", Args.EMPTY, 100, 1, saved -> saved);
    Experiment ran = experiment.get();
    ran.start("main").run();
    assertEquals(0.25f, ran.component("learner", GradientLearner.class).rates().rate());
  }
}
