package jacquard.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Event;
import jacquard.experiment.Experiment;
import jacquard.vm.ProgramException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link SaveBest} over states of every kind. */
class SaveBestStateTest {
  /** A record with arrays. */
  @SuppressWarnings("ArrayRecordComponent") // that is what is tested
  record Layer(float[] w, String name, int size, List<double[]> more) {}

  /** A component whose fields hold anything. */
  static final class Holder implements Stateful {
    List<@Nullable Object> held = new ArrayList<>();

    @Override
    public void state(State s) {
      held = s.value("held", held);
    }
  }

  /** A random value; cells and arrays met before come again. */
  private static @Nullable Object value(Random random, int depth, List<Object> known) {
    if (!known.isEmpty() && random.nextInt(5) == 0) {
      return known.get(random.nextInt(known.size()));
    }
    Object made =
        switch (random.nextInt(depth == 0 ? 5 : 12)) {
          case 0 -> random.nextInt(100);
          case 1 -> "text " + random.nextInt(9);
          case 2 -> new float[] {random.nextFloat(), 1};
          case 3 -> new long[] {random.nextLong()};
          case 4 -> random.nextBoolean() ? null : 0.5;
          case 5 -> new float[][] {{random.nextFloat()}, {2, 3}};
          case 6 -> new Object[] {value(random, depth - 1, known), new int[] {4}};
          case 7 ->
              new Layer(
                  new float[] {random.nextFloat()},
                  "layer",
                  random.nextInt(9),
                  new ArrayList<>(List.of(new double[] {random.nextDouble()})));
          case 8 -> map(random, depth, known);
          case 9 -> {
            Holder holder = new Holder();
            known.add(holder); // so that it may hold itself
            holder.held.add(value(random, depth - 1, known));
            holder.held.add(value(random, depth - 1, known));
            yield holder;
          }
          case 10 -> new Layer[] {new Layer(new float[] {7}, "in an array", 1, List.of())};
          default -> {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
              list.add(value(random, depth - 1, known));
            }
            yield list;
          }
        };
    if (made != null && random.nextInt(3) == 0) {
      known.add(made);
    }
    return made;
  }

  private static Object map(Random random, int depth, List<Object> known) {
    Map<String, @Nullable Object> map =
        random.nextBoolean() ? new TreeMap<>() : new LinkedHashMap<>();
    map.put("b", value(random, depth - 1, known));
    map.put("a", value(random, depth - 1, known));
    return map;
  }

  /** All there is, shared references by number. */
  private static String shown(@Nullable Object value, IdentityHashMap<Object, Integer> seen) {
    if (value == null || value instanceof Number || value instanceof String) {
      return String.valueOf(value);
    }
    Integer known = seen.putIfAbsent(value, seen.size());
    if (known != null && !(value instanceof Layer)) {
      return "#" + known;
    }
    return switch (value) {
      case float[] a -> Arrays.toString(a);
      case long[] a -> Arrays.toString(a);
      case int[] a -> Arrays.toString(a);
      case double[] a -> Arrays.toString(a);
      case Object[] a -> "array" + shownAll(Arrays.asList(a), seen);
      case List<?> list -> "list" + shownAll(list, seen);
      case Map<?, ?> map -> "map" + map.keySet() + shownAll(new ArrayList<>(map.values()), seen);
      case Layer layer ->
          layer.name + layer.size + shown(layer.w, seen) + shownAll(layer.more, seen);
      case Holder holder -> "holder" + shown(holder.held, seen);
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  private static String shownAll(List<?> values, IdentityHashMap<Object, Integer> seen) {
    StringBuilder all = new StringBuilder("(");
    values.forEach(each -> all.append(shown(each, seen)).append(' '));
    return all.append(')').toString();
  }

  private static String shown(Holder holder) {
    return shown(holder, new IdentityHashMap<>());
  }

  /** Changes all arrays, lists and maps in place. */
  private static void change(@Nullable Object value, IdentityHashMap<Object, Object> seen) {
    if (value == null || seen.put(value, value) != null) {
      return;
    }
    switch (value) {
      case float[] a -> a[0] += 1;
      case long[] a -> a[0] += 1;
      case int[] a -> a[0] += 1;
      case double[] a -> a[0] += 1;
      case Object[] a -> Arrays.stream(a).forEach(each -> change(each, seen));
      case List<?> list -> {
        list.forEach(each -> change(each, seen));
        if (list instanceof ArrayList<?> && !list.isEmpty()) {
          list.removeLast();
        }
      }
      case Map<?, ?> map -> {
        map.values().forEach(each -> change(each, seen));
        map.remove("a");
      }
      case Layer layer -> {
        change(layer.w, seen);
        change(layer.more, seen);
      }
      case Holder holder -> change(holder.held, seen);
      default -> {}
    }
  }

  private static SaveBest best(Stateful component) {
    SaveBest best = new SaveBest(component);
    best.act(new Event("validate", "next", 0.5));
    return best;
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void theWholeStateIsRestoredWhateverItHolds(@ForAll long seed) {
    Random random = new Random(seed);
    Holder holder = new Holder();
    List<Object> known = new ArrayList<>(List.of(holder));
    for (int i = 0; i < 5; i++) {
      holder.held.add(value(random, 3, known));
    }
    String before = shown(holder);
    SaveBest best = best(holder);
    for (int i = 0; i < 2; i++) {
      best.act(new Event("validate", "next", 0.9)); // not better: keeps what it has
      change(holder, new IdentityHashMap<>());
    }
    assertEquals(0.5, best.restore());
    assertEquals(before, shown(holder));
    change(holder, new IdentityHashMap<>());
    assertThrows(ProgramException.class, best::restore);
  }

  @Test
  void theKeptStateIsSavedWithTheRun() {
    Holder holder = new Holder();
    Holder inner = new Holder();
    inner.held.add(new float[][] {{1}});
    holder.held.addAll(List.of(inner, inner, new Layer(new float[] {2}, "x", 1, List.of())));
    SaveBest best = best(holder);
    String before = shown(holder);
    change(holder, new IdentityHashMap<>());
    Class<?>[] types = {Holder.class, Layer.class};
    Experiment experiment =
        new Experiment().types(types).component("holder", holder).component("best", best);
    Experiment loaded = Experiment.restore(experiment.checkpoint(), Map.of(), types);
    loaded.component("best", SaveBest.class).restore();
    assertEquals(before, shown(loaded.component("holder", Holder.class)));
  }

  @Test
  void aSnapshotOfAnEarlierVersionIsRestored() {
    Holder inner = new Holder();
    Holder holder = new Holder();
    holder.held.add(inner);
    Map<String, @Nullable Object> inside = new LinkedHashMap<>(Map.of("held", List.of(3)));
    Map<String, @Nullable Object> outside =
        new LinkedHashMap<>(Map.of("held", List.of(new Snapshot(inner, inside), 4)));
    new Snapshot(holder, outside).restore();
    assertSame(inner, holder.held.get(0));
    assertEquals(List.of(3), inner.held);
    assertEquals(4, holder.held.get(1));
  }

  /** A component with collections of other classes. */
  @SuppressWarnings("JdkObsolete") // any class of the JDK
  static final class Others implements Stateful {
    LinkedList<int[]> linked = new LinkedList<>(List.of(new int[] {1}));
    HashMap<String, int[]> hashed = new HashMap<>(Map.of("a", new int[] {1}));
    Object more = 1;

    @Override
    public void state(State s) {
      linked = s.value("linked", linked);
      hashed = s.value("hashed", hashed);
      more = s.value("more", more);
    }
  }

  @Test
  void collectionsKeepTheirClassAndWhatCannotBeCopiedIsNamed() {
    Others others = new Others();
    SaveBest best = best(others);
    others.linked.getFirst()[0] = 2;
    others.hashed.clear();
    best.restore();
    assertEquals(1, others.linked.getFirst()[0]);
    assertEquals(1, others.hashed.getOrDefault("a", new int[1])[0]);
    others.more = List.of(1, new AtomicInteger());
    String message =
        String.valueOf(assertThrows(ProgramException.class, () -> best(others)).getMessage());
    assertTrue(message.contains("Others.more[1] holds a java.util.concurrent.atomic"), message);
  }
}
