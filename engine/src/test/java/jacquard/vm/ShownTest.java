package jacquard.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values in messages: short, whatever they are. */
class ShownTest {
  @Test
  void textIsQuotedAndCut() {
    assertEquals("\"a\"", Shown.value("a"));
    assertEquals("\"two lines\"", Shown.value("two\nlines"));
    assertEquals("\"" + "x".repeat(59) + "…", Shown.value("x".repeat(1000)));
    assertEquals("list[2]{1, 2}", Shown.value(List.of(1, 2)));
  }

  @Test
  void arraysShowTheirTypeSizeAndStart() {
    assertEquals("int[0]{}", Shown.value(new int[0]));
    assertEquals("int[4]{1, 2, 3, 4}", Shown.value(new int[] {1, 2, 3, 4}));
    assertEquals("double[5]{0.0, 0.0, 0.0, 0.0, …}", Shown.value(new double[5]));
    assertEquals("String[2]{\"a\", null}", Shown.value(new String[] {"a", null}));
    assertEquals("int[][2]{int[1]{1}, int[0]{}}", Shown.value(new int[][] {{1}, {}}));
  }

  @Test
  void mapsShowWhatTheyHoldAsThatIsShown() {
    Map<Object, Object> sample = new LinkedHashMap<>();
    sample.put("input", new float[] {1, 2});
    sample.put("label", 0);
    assertEquals("{input=float[2]{1.0, 2.0}, label=0}", Shown.value(sample));
    assertEquals("list[1]{{input=float[2]{…}, label=0}}", Shown.value(List.of(sample)));
    assertEquals("{}", Shown.value(Map.of()));
    sample.put(3, sample);
    sample.put("text", "t");
    sample.put("more", null);
    assertEquals(
        "{input=float[2]{1.0, 2.0}, label=0, 3={input=float[2]{…}, label=0, 3={…}, text=\"t\", …},"
            + " text=\"t\", …}",
        Shown.value(sample));
  }

  @Test
  void arraysOfArraysStayShortHoweverDeepTheyAre() {
    Object wide = 1;
    Object deep = 1;
    for (int i = 0; i < 12; i++) {
      Object level = Array.newInstance(wide.getClass(), 4);
      Arrays.fill((Object[]) level, wide);
      wide = level;
    }
    for (int i = 0; i < 100_000; i++) {
      deep = new Object[] {deep};
    }
    assertTrue(Shown.value(wide).length() < 800, () -> "length of wide");
    assertTrue(Shown.value(deep).length() < 800, () -> "length of deep");
    Object[] itself = new Object[1];
    itself[0] = itself;
    assertEquals("Object[1]{Object[1]{Object[1]{…}}}", Shown.value(itself));
  }

  /** Cannot be shown. */
  static final class Shy {
    @Override
    public String toString() {
      throw new IllegalStateException("shy");
    }
  }

  @Test
  void aValueThatCannotBeShownIsNamedByItsClass() {
    assertEquals("a " + Shy.class.getName(), Shown.value(new Shy()));
    assertEquals("(1, a " + Shy.class.getName() + ")", Args.of(1, new Shy()).toString());
  }

  @Test
  void argsShowPositionalValuesBeforeNamedOnes() {
    assertEquals("()", Args.EMPTY.toString());
    assertEquals("(1, \"a\")", Args.of(1, "a").toString());
    assertEquals("(1, a=2, k=3)", Args.of(1).with("k", 3).with("a", 2).toString());
    Object[] many = IntStream.range(0, 100_000).boxed().toArray();
    assertTrue(Args.of(many).toString().length() < 2000, () -> "length of 100,000 values");
    assertTrue(Args.of(many).toString().endsWith(", …)"));
  }
}
