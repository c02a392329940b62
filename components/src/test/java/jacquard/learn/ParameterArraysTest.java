package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.data.KFold;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.npy.NpyArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParameterArraysTest {
  @Test
  void matricesKeepTheirShapeAndBits() {
    Softmax softmax = new Softmax(Kernels.java(), 3, 2, new Rates(0.1f, 0.9f, 0f));
    softmax.update(new Batch(3, new float[] {1, 2, 3, 4, 5, 6}, new int[] {0, 1}));
    Map<String, NpyArray> arrays = ParameterArrays.of(Map.of("softmax", softmax));
    NpyArray weights = arrays.getOrDefault("softmax.weights", NpyArray.vector(new int[0]));
    assertEquals(List.of(3, 2), weights.shape());
    assertTrue(weights.floats()[0] != 0);
    assertEquals("float32[1, 2]", String.valueOf(arrays.get("softmax.bias")));
    assertEquals("int32[]", String.valueOf(arrays.get("softmax.inputs")));
    assertFalse(arrays.containsKey("softmax.rates"));
  }

  @Test
  void everyLearnerGivesItsNumbersAndGoesOnUnchanged() {
    for (Trained<?> each : Trained.all()) {
      Stateful component = each.made().apply(each.kernels());
      String before = Trained.fingerprint(component);
      assertFalse(ParameterArrays.of(Map.of("c", component)).isEmpty(), each.name());
      assertEquals(before, Trained.fingerprint(component));
    }
  }

  @Test
  void dataAreLeftOutAndComponentsKeepTheirOwnName() {
    KFold kf = new KFold(Digits.load(), 2, 1);
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("owner", (Stateful) s -> s.value("part", kf));
    components.put("kf", kf);
    Map<String, NpyArray> arrays = ParameterArrays.of(components);
    assertTrue(arrays.containsKey("kf.epoch"));
    assertTrue(arrays.keySet().stream().allMatch(name -> name.startsWith("kf.")), arrays::toString);
    assertFalse(arrays.containsKey("kf.data.values"), arrays::toString);
  }
}
