package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.Examples;
import jacquard.experiment.Experiment;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.vm.Fn;
import jacquard.vm.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Columns and classes that are not those a component has learned from. */
final class LearnedNamesTest {
  private static final Kernels KERNELS = new JavaKernels();
  private static final List<String> HW = List.of("h", "w");
  private static final List<String> WH = List.of("w", "h");
  private static final List<String> CAT_DOG = List.of("cat", "dog");
  private static final List<String> DOG_CAT = List.of("dog", "cat");

  private static Batch rows(List<String> columns, List<String> classes) {
    float[] values = {1, 2, 3, 5, 4, 4, 0, 1};
    return new Dataset("rows", 2, values, new int[] {0, 1, 0, 1}).withNames(columns, classes).all();
  }

  private static Batch onlyCats() {
    return new Dataset("cats", 2, new float[] {1, 2, 3, 4}, new int[2])
        .withNames(HW, List.of("cat"))
        .all();
  }

  private static Softmax softmax() {
    return new Softmax(KERNELS, 2, 2, new Rates(0.1f, 0, 0));
  }

  private static void assertRefused(String message, Executable act) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, act).getMessage());
  }

  @Test
  void aScalerAndAPcaKnowColumnsAndNoClasses() {
    Scaler scaler = new Scaler(KERNELS, 2);
    scaler.analyze(rows(HW, CAT_DOG));
    Pca pca = new Pca(KERNELS, PcaSettings.rotation());
    pca.analyze(rows(HW, CAT_DOG));
    String refusal =
        "column 0 of these rows is 'w', it learned 'h' there; they have [w, h], it learned [h, w]";
    Scaler savedScaler = reloaded(scaler, Scaler.class);
    Pca savedPca = reloaded(pca, Pca.class);
    assertRefused("scaler: " + refusal, () -> savedScaler.filt(rows(WH, CAT_DOG)));
    assertRefused("pca: " + refusal, () -> savedPca.filt(rows(WH, CAT_DOG)));
    Batch same = rows(HW, DOG_CAT);
    assertEquals(savedScaler.filt(same), scaler.filt(rows(List.of(), List.of())));
    assertEquals(savedPca.filt(same), pca.filt(rows(List.of(), List.of())));
    savedScaler.analyze(rows(WH, List.of())); // in place of what was learned before
    savedPca.analyze(rows(WH, List.of()));
    assertRefused(
        "scaler: column 0 of these rows is 'h', it learned 'w' there; they have [h, w], it learned"
            + " [w, h]",
        () -> savedScaler.filt(same));
    assertThrows(IllegalArgumentException.class, () -> savedPca.filt(same));
  }

  private static <C extends Stateful> C reloaded(C component, Class<C> type) {
    Experiment saved = new Experiment().component("it", component);
    return Experiment.restore(saved.checkpoint(), Map.of()).component("it", type);
  }

  @Test
  void classesAreComparedAsFarAsBothKnowThem() {
    Softmax softmax = softmax();
    softmax.update(onlyCats());
    softmax.update(rows(HW, CAT_DOG));
    String message =
        "softmax: class 1 of these rows is 'hen', it learned 'dog' there; they have [cat, hen,"
            + " owl], it learned [cat, dog]";
    Batch others = rows(HW, List.of("cat", "hen", "owl"));
    for (Executable each :
        List.<Executable>of(
            () -> softmax.update(others),
            () -> softmax.score(others),
            () -> softmax.predict(others),
            () -> softmax.loss(others),
            () -> softmax.filt(others))) {
      assertThrows(IllegalArgumentException.class, each);
    }
    assertRefused(message, () -> softmax.score(others));
    assertEquals(2, softmax.score(onlyCats()).total());
    assertEquals(4, softmax.score(rows(HW, List.of("cat", "dog", "hen"))).total());
    assertEquals(4, softmax.score(rows(HW, List.of())).total());
    assertRefused(
        "softmax: column 1 of these rows is 'v', it learned 'w' there; they have [h, v], it"
            + " learned [h, w]",
        () -> softmax.score(rows(List.of("h", "v"), List.of())));
  }

  /** Filters side by side are one function, which refuses what they refuse. */
  @Test
  void aChainRefusesWhatItsFiltersRefuse() throws Exception {
    Scaler scaler = new Scaler(KERNELS, 2);
    scaler.analyze(rows(HW, List.of()));
    Softmax softmax = softmax();
    softmax.update(scaler.filt(rows(HW, CAT_DOG)));
    Fn.F1<Examples, Batch> scale = scaler::filt;
    Fn.F1<Examples, Batch> classify = softmax::filt;
    UnaryOperator<Object> chain =
        Objects.requireNonNull(scaler.chain(List.of(Method.of(scale), Method.of(classify))));
    assertEquals(softmax.filt(scaler.filt(rows(HW, CAT_DOG))), chain.apply(rows(HW, CAT_DOG)));
    for (Batch bad : List.of(rows(WH, CAT_DOG), rows(HW, DOG_CAT))) {
      Exception apart =
          assertThrows(IllegalArgumentException.class, () -> softmax.filt(scaler.filt(bad)));
      assertRefused(String.valueOf(apart.getMessage()), () -> chain.apply(bad));
    }
  }
}
