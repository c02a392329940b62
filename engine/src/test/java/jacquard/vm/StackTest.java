package jacquard.vm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule by which rows become one array. */
class StackTest {
  private static void stacks(Object expected, Object... rows) {
    Object stack = Stack.of(Arrays.asList(rows));
    assertSame(expected.getClass(), stack.getClass());
    assertTrue(Objects.deepEquals(expected, stack), () -> Shown.value(stack));
  }

  static Stream<Arguments> likes() {
    return Stream.of(
        Arguments.of(new boolean[] {true, false}, true, false),
        Arguments.of(new byte[] {1, -128}, (byte) 1, (byte) -128),
        Arguments.of(new short[] {1, -2}, (short) 1, (short) -2),
        Arguments.of(new char[] {'a', 'ü'}, 'a', 'ü'),
        Arguments.of(new int[] {1, Integer.MIN_VALUE}, 1, Integer.MIN_VALUE),
        Arguments.of(new long[] {1, Long.MAX_VALUE}, 1L, Long.MAX_VALUE),
        Arguments.of(new float[] {0.1f, Float.NaN}, 0.1f, Float.NaN),
        Arguments.of(new double[] {-0.0, Double.MAX_VALUE}, -0.0, Double.MAX_VALUE),
        Arguments.of(new String[] {"a", "b"}, "a", "b"),
        Arguments.of(
            new TimeUnit[] {TimeUnit.DAYS, TimeUnit.HOURS}, TimeUnit.DAYS, TimeUnit.HOURS));
  }

  @ParameterizedTest
  @MethodSource("likes")
  void valuesOfOneClassBecomeAnArrayOfIt(Object expected, Object a, Object b) {
    stacks(expected, a, b);
  }

  @Test
  void nothingIsAnEmptyArrayOfFractions() {
    stacks(new double[0]);
  }

  @Test
  void oneValueIsAnArrayOfOne() {
    stacks(new int[] {7}, 7);
    stacks(new int[][] {{}}, (Object) new int[0]);
  }

  @Test
  void integersOfSeveralTypesBecomeLongs() {
    stacks(new long[] {1, 2}, (byte) 1, (short) 2);
    stacks(new long[] {1, 2, Long.MAX_VALUE}, 1, (short) 2, Long.MAX_VALUE);
    stacks(new long[] {Long.MIN_VALUE, -1}, Long.MIN_VALUE, (byte) -1);
  }

  @Test
  void integersAndFractionsBecomeDoubles() {
    stacks(new double[] {1, 0.5}, 1, 0.5);
    stacks(new double[] {0.5, 1}, 0.5f, 1L);
    stacks(new double[] {0.5, 0.25}, 0.5f, 0.25);
    stacks(new double[] {1, 2, 0.25}, (byte) 1, 2L, 0.25f);
  }

  @Test
  void otherMixturesBecomeObjects() {
    stacks(new Object[] {1, true}, 1, true);
    stacks(new Object[] {1, 'a'}, 1, 'a');
    stacks(new Object[] {"a", 1.5}, "a", 1.5);
    stacks(new Object[] {1, 2, "a"}, 1, 2, "a");
    stacks(new Object[] {"a", 1, 2}, "a", 1, 2);
    stacks(new Object[] {1, 2L, "a", 2.5}, 1, 2L, "a", 2.5);
  }

  @Test
  void arraysOfOneTypeBecomeAnArrayOfThem() {
    stacks(new double[][] {{1, 2}, {3, 4}}, new double[] {1, 2}, new double[] {3, 4});
    stacks(new String[][] {{"a"}, {"b"}}, new String[] {"a"}, new String[] {"b"});
    stacks(new int[][][] {{{1}}, {{2}}}, new int[][] {{1}}, new int[][] {{2}});
    double[] row = {1};
    assertSame(row, ((double[][]) Stack.of(List.of(row, row)))[1]);
  }

  @Test
  void rowsMayBeRagged() {
    stacks(new int[][] {{1, 2}, {}, {3}}, new int[] {1, 2}, new int[0], new int[] {3});
    stacks(new long[][] {{1, 2}, {3}}, List.of(1L, 2L), List.of(3L));
  }

  @Test
  void arraysOfSeveralTypesBecomeObjects() {
    stacks(new Object[] {new int[] {1}, new double[] {2}}, new int[] {1}, new double[] {2});
    stacks(new Object[] {new int[] {1}, 2}, new int[] {1}, 2);
    stacks(new Object[] {new Integer[] {1}, new int[] {1}}, new Integer[] {1}, new int[] {1});
  }

  @Test
  void listsAreStackedLikeArrays() {
    stacks(new int[][] {{1, 2}, {3, 4}}, List.of(1, 2), List.of(3, 4));
    stacks(new int[][] {{1}, {1, 2, 3}}, List.of(1), new ArrayList<>(List.of(1, 2, 3)));
    stacks(new int[][][] {{{1}, {2}}}, List.of(List.of(1), List.of(2)));
    stacks(new Object[] {new double[0], new int[] {1}}, List.of(), List.of(1));
    stacks(new Object[] {List.of(1), new int[] {1}}, List.of(1), new int[] {1});
  }

  @Test
  void aRowWithANullIsRefused() {
    List<List<?>> rows = List.of(List.of(1), Arrays.asList(1, null));
    Expect.refused(() -> Stack.of(rows), "a list with a null in it cannot be stacked");
  }

  /** Joins itself to one text. */
  record Word(String text) implements Stackable {
    @Override
    public Object stack(List<?> rows) {
      assertSame(this, rows.get(0));
      return rows.stream().map(row -> ((Word) row).text).reduce("", String::concat);
    }
  }

  @Test
  void stackableValuesStackThemselves() {
    assertEquals("loom", Stack.of(List.of(new Word("lo"), new Word("om"))));
    assertEquals("l", Stack.of(List.of(new Word("l"))));
    stacks(new Object[] {new Word("l"), 1}, new Word("l"), 1);
    stacks(new String[] {"ab", "c"}, List.of(new Word("a"), new Word("b")), List.of(new Word("c")));
  }

  @Test
  void stacksMayBeStackedDeeperThanArraysNest() {
    Object stack = 1;
    for (int i = 0; i < 1000; i++) {
      stack = Stack.of(List.of(stack));
    }
    Object inner = stack;
    for (int i = 0; i < 999; i++) {
      inner = ((Object[]) inner)[0];
    }
    assertArrayEquals(new int[] {1}, (int[]) inner);
  }
}
