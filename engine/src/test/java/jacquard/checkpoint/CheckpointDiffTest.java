package jacquard.checkpoint;

import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Differences are said by their place: in lists, maps and arrays, however they are nested. */
class CheckpointDiffTest {
  /** Holds anything. */
  static final class Holder implements Stateful {
    private @Nullable Object held;

    Holder() {}

    Holder(@Nullable Object held) {
      this.held = held;
    }

    @Override
    @SuppressWarnings("NullAway") // a nullable field
    public void state(State s) {
      held = s.value("held", held);
    }
  }

  private static Checkpoint holding(@Nullable Object held) {
    return new Experiment().types(Holder.class).component("h", new Holder(held)).checkpoint();
  }

  private static List<String> diff(@Nullable Object before, @Nullable Object after) {
    return CheckpointDiff.of(holding(before), holding(after));
  }

  @Test
  void elementsAndEntriesAreToldByTheirPlace() {
    assertEquals(List.of(), diff(List.of(1, 2, 3), List.of(1, 2, 3)));
    assertEquals(
        List.of("h.held[0]: 1 -> 4", "h.held[2]: 3 -> 5"),
        diff(List.of(1, 2, 3), List.of(4, 2, 5)));
    assertEquals(
        List.of("h.held.b: 2 -> 3"),
        diff(new TreeMap<>(Map.of("a", 1, "b", 2)), new TreeMap<>(Map.of("a", 1, "b", 3))));
    assertEquals(
        List.of("h.held[1].k[0]: 1 -> 2"),
        diff(List.of(0, Map.of("k", List.of(1))), List.of(0, Map.of("k", List.of(2)))));
    assertEquals(List.of("h.held: none -> 1"), diff(null, 1));
  }

  @Test
  void changedValuesOfAnArrayAreCounted() {
    assertEquals(
        List.of("h.held: norm 3.00000 -> 6.00000, apart 3.60555, 2 of 3 values changed"),
        diff(new double[] {1, 2, 2}, new double[] {4, 4, 2}));
    assertEquals(
        List.of("h.held: norm 0.00000 -> 0.00000, apart 0.00000, 1 of 2 values changed"),
        diff(new float[] {0f, 0f}, new float[] {0f, -0f}));
  }

  @Test
  void arraysOfOtherLengthsAndTypes() {
    assertEquals(List.of("h.held: 3 values -> 2"), diff(new int[3], new int[2]));
    assertEquals(List.of(), diff(new int[][] {{1}}, new int[][] {{1}}));
  }

  @Test
  void moreThanTenDifferencesOfAListAreCounted() {
    List<Integer> before = IntStream.range(0, 25).boxed().toList();
    List<Integer> after = before.stream().map(i -> i + 1).toList();
    List<String> lines = diff(before, after);
    assertEquals(11, lines.size());
    assertEquals("h.held[9]: 9 -> 10", lines.get(9));
    assertEquals("h.held: and 15 more differences", lines.get(10));
    assertEquals(10, diff(before.subList(0, 10), after.subList(0, 10)).size());
  }

  @Test
  void whatIsMissingOnOneSideIsNewOrGone() {
    Experiment one = new Experiment().types(Holder.class).component("h", new Holder(1));
    Checkpoint before = one.checkpoint();
    Checkpoint after = one.component("more", new Holder(2)).program("p", seq()).checkpoint();
    assertEquals(
        List.of("program p is only in one of them", "more is new"),
        CheckpointDiff.of(before, after));
    assertEquals(
        List.of("program p is only in one of them", "more is gone"),
        CheckpointDiff.of(after, before));
  }

  @Test
  void componentsThatAreListsAndArraysAreCompared() {
    List<Integer> list = new ArrayList<>(List.of(1));
    float[] array = {1};
    Experiment experiment = new Experiment().component("list", list).component("array", array);
    Checkpoint before = experiment.checkpoint();
    list.add(2);
    array[0] = 3;
    assertEquals(
        List.of(
            "list.elements: list[1]{1} -> list[2]{1, 2}",
            "array.value: norm 1.00000 -> 3.00000, apart 2.00000, 1 of 1 values changed"),
        CheckpointDiff.of(before, experiment.checkpoint()));
  }
}
