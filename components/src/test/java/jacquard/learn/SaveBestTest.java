package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.event.Event;
import jacquard.experiment.Experiment;
import jacquard.kernels.JavaKernels;
import jacquard.plugin.SaveBest;
import jacquard.vm.ProgramException;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The best state of any learner is put back to the bit, into the object that has it. */
class SaveBestTest {
  @Provide
  Arbitrary<Trained<?>> components() {
    return Arbitraries.of(Trained.all());
  }

  private static Batch batch(Random random) {
    float[] values = new float[5 * Trained.COLUMNS];
    int[] labels = new int[5];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
      labels[i % 5] = random.nextInt(Trained.CLASSES);
    }
    return new Batch(Trained.COLUMNS, values, labels);
  }

  private static Event error(double value) {
    return new Event("validate", "next", value);
  }

  @Property(tries = 100)
  void theBestStateIsPutBack(
      @ForAll("components") Trained<?> component,
      @ForAll long seed,
      @ForAll @IntRange(max = 4) int best) {
    check(component, new Random(seed), best);
  }

  private static <C extends Stateful> void check(Trained<C> component, Random random, int best) {
    C learner = component.made().apply(component.kernels());
    SaveBest saves = new SaveBest(learner);
    String wanted = "";
    for (int i = 0; i < 5; i++) {
      component.update().accept(learner, batch(random));
      if (i == best) {
        wanted = Trained.fingerprint(learner);
      }
      saves.act(error(Math.abs(i - best)));
    }
    assertEquals(0, saves.restore());
    assertEquals(wanted, Trained.fingerprint(learner), component.name());
    Batch last = batch(random);
    C again = component.made().apply(component.kernels());
    SaveBest loads = new SaveBest(again);
    component.update().accept(again, last);
    component.update().accept(learner, last); // and it goes on learning
    loads.act(error(1));
    String before = Trained.fingerprint(again);
    component.update().accept(again, last);
    SaveBest loaded = reloaded(loads);
    loaded.restore();
    loads.restore();
    assertEquals(before, Trained.fingerprint(again), component.name());
    assertEquals(Trained.fingerprint(loads), Trained.fingerprint(loaded));
  }

  private static SaveBest reloaded(SaveBest saves) {
    return Experiment.restore(new Experiment().component("it", saves).checkpoint(), Map.of())
        .component("it", SaveBest.class);
  }

  @Example
  void nothingKeptIsNothingToPutBack() {
    SaveBest saves = new SaveBest(Trained.all().getFirst().made().apply(new JavaKernels()));
    saves.act(error(Double.NaN));
    assertThrows(ProgramException.class, saves::restore);
    assertThrows(ProgramException.class, () -> saves.act(new Event("a", "next", "text")));
  }
}
