package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Random graphs of everything that can be saved, with sharing and cycles: each comes back with the
 * same values, classes and identities, or is refused before it is saved.
 *
 * <p>Two graphs are compared by walking both at once; nothing of the codec is asked.
 */
class RandomGraphTest {
  private static final Class<?>[] TYPES = {Knot.class, Key.class, Pair.class, Colour.class};

  enum Colour {
    RED,
    GREEN
  }

  /** Refers to anything. */
  static final class Knot implements Stateful {
    private @Nullable Object a;
    private @Nullable Object b;
    private long number;

    @Override
    @SuppressWarnings("NullAway") // nullable fields
    public void state(State s) {
      a = s.value("a", a);
      number = s.value("number", number);
      b = s.value("b", b);
    }
  }

  /** A key by its text, which refers to anything besides. */
  static final class Key implements Stateful, Comparable<Key> {
    private @Nullable Object more;
    private String text = "";

    @Override
    @SuppressWarnings("NullAway") // nullable fields
    public void state(State s) {
      more = s.value("more", more);
      text = s.value("text", text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public int compareTo(Key other) {
      return text.compareTo(other.text);
    }
  }

  record Pair(@Nullable Object left, @Nullable Object right) {}

  private static final class Graph {
    private final Random random;
    private final List<Object> nodes = new ArrayList<>();

    Graph(long seed) {
      this.random = new Random(seed);
      int size = 2 + random.nextInt(30);
      nodes.add(new Knot());
      for (int i = 1; i < size; i++) {
        nodes.add(node(i));
      }
      nodes.forEach(this::fill);
    }

    @SuppressWarnings("JdkObsolete") // all kinds are wanted
    private Object node(int i) {
      return switch (random.nextInt(18)) {
        case 0, 1, 2 -> new Knot();
        case 3 -> key("key " + i);
        case 4 -> new ArrayList<>();
        case 5 -> new LinkedList<>();
        case 6 -> new ArrayDeque<>();
        case 7 -> new LinkedHashMap<>();
        case 8 -> new TreeMap<>();
        case 9 -> new Object[random.nextInt(4)];
        case 10 -> new LinkedHashSet<>();
        case 11 -> new TreeSet<>();
        case 12 -> new float[] {random.nextFloat(), -0.0f, Float.NaN};
        case 13 -> new Pair(any(), any());
        case 14 -> List.of(any(), any());
        case 15 -> new CopyOnWriteArrayList<>();
        case 16 -> new ConcurrentSkipListMap<>();
        default -> new PriorityQueue<>();
      };
    }

    private static Key key(String text) {
      Key key = new Key();
      key.text = text;
      return key;
    }

    /** A value or one of the nodes so far, so that what is immutable is made in this order. */
    private Object any() {
      return switch (random.nextInt(8)) {
        case 0 -> random.nextDouble();
        case 1 -> "text " + random.nextInt();
        case 2 -> random.nextBoolean() ? Colour.RED : Colour.GREEN;
        default -> nodes.get(random.nextInt(nodes.size()));
      };
    }

    /** What has a hash and order of its own. */
    private Object sortable() {
      List<Object> keys = nodes.stream().filter(n -> n instanceof Key).toList();
      return keys.isEmpty()
          ? key("new " + random.nextInt())
          : keys.get(random.nextInt(keys.size()));
    }

    private Object hashable() {
      List<Object> knots = nodes.stream().filter(n -> n instanceof Knot).toList();
      return switch (random.nextInt(4)) {
        case 0 -> random.nextInt();
        case 1 -> new Pair(Colour.RED, random.nextInt());
        case 2 -> sortable();
        default -> knots.get(random.nextInt(knots.size()));
      };
    }

    @SuppressWarnings("unchecked")
    private void fill(Object node) {
      int size = random.nextInt(4);
      switch (node) {
        case Knot knot -> {
          knot.a = any();
          knot.b = random.nextBoolean() ? null : any();
          knot.number = random.nextLong();
        }
        case Key key -> key.more = any();
        case Object[] array -> Arrays.setAll(array, i -> any());
        case PriorityQueue<?> queue -> add((Collection<Object>) queue, size, true);
        case TreeSet<?> set -> add((Collection<Object>) set, size, true);
        case Set<?> set -> {
          for (int i = 0; i < size; i++) {
            ((Set<Object>) set).add(hashable());
          }
        }
        case ArrayList<?> list -> add((Collection<Object>) list, size, false);
        case LinkedList<?> list -> add((Collection<Object>) list, size, false);
        case ArrayDeque<?> list -> add((Collection<Object>) list, size, false);
        case CopyOnWriteArrayList<?> list -> add((Collection<Object>) list, size, false);
        case Map<?, ?> map -> {
          boolean sorted = !(map instanceof LinkedHashMap);
          for (int i = 0; i < size; i++) {
            ((Map<Object, Object>) map).put(sorted ? sortable() : hashable(), any());
          }
        }
        default -> {}
      }
    }

    private void add(Collection<Object> to, int size, boolean sorted) {
      for (int i = 0; i < size; i++) {
        to.add(sorted ? sortable() : any());
      }
    }
  }

  private static Experiment experiment(Graph graph) {
    Experiment experiment = new Experiment().types(TYPES);
    Set<Object> named = Collections.newSetFromMap(new IdentityHashMap<>());
    int count = 1 + graph.random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Object node =
          i == 0
              ? graph.nodes.getFirst()
              : graph.nodes.get(graph.random.nextInt(graph.nodes.size()));
      if (named.add(node)) {
        experiment.component("c" + i, node);
      }
    }
    return experiment;
  }

  /** The walk of two graphs at once, in which each object of one is one object of the other. */
  private static final class Twins {
    private final IdentityHashMap<Object, Object> there = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Object> back = new IdentityHashMap<>();

    void same(@Nullable Object x, @Nullable Object y) {
      if (x == null || x instanceof Number || x instanceof String || x instanceof Colour) {
        assertEquals(x, y);
        return;
      }
      if (there.containsKey(x)) {
        assertSame(there.get(x), y);
        return;
      }
      assertTrue(y != null && !back.containsKey(y), () -> x.getClass() + " became another's twin");
      there.put(x, y);
      back.put(y, x);
      Object twin = Objects.requireNonNull(y);
      boolean isFixed = x.getClass().getName().contains("ImmutableCollections");
      assertEquals(isFixed ? ArrayList.class : x.getClass(), twin.getClass());
      parts(x, twin);
    }

    private void parts(Object x, Object y) {
      switch (x) {
        case float[] a -> assertEquals(Arrays.toString(a), Arrays.toString((float[]) y));
        case Object[] a -> all(Arrays.asList(a), Arrays.asList((Object[]) y));
        case Knot a -> {
          Knot b = (Knot) y;
          assertEquals(a.number, b.number);
          same(a.a, b.a);
          same(a.b, b.b);
        }
        case Key a -> {
          assertEquals(a.text, ((Key) y).text);
          same(a.more, ((Key) y).more);
        }
        case Pair a -> {
          same(a.left, ((Pair) y).left);
          same(a.right, ((Pair) y).right);
        }
        case Collection<?> a -> {
          all(a, (Collection<?>) y);
          if (y instanceof Set<?> b) { // whose elements are found by what they hold
            assertTrue(b.containsAll(List.copyOf(b)));
          }
        }
        case Map<?, ?> a -> {
          Map<?, ?> b = (Map<?, ?>) y;
          all(a.keySet(), b.keySet());
          all(a.values(), b.values());
          b.forEach((key, value) -> assertSame(value, b.get(key)));
        }
        default -> throw new AssertionError(x.getClass());
      }
    }

    private void all(Collection<?> a, Collection<?> b) {
      Object[] x = a.toArray();
      Object[] y = b.toArray();
      assertEquals(x.length, y.length);
      for (int i = 0; i < x.length; i++) {
        same(x[i], y[i]);
      }
    }
  }

  @Property(tries = 800)
  void whatIsSavedComesBackTheSame(@ForAll long seed) {
    Experiment experiment = experiment(new Graph(seed));
    Checkpoint saved = experiment.checkpoint();
    Experiment loaded = Experiment.restore(Checkpoint.of(saved.bytes()), Map.of(), TYPES);
    Twins twins = new Twins();
    assertEquals(
        experiment.components().byName().keySet(),
        new HashSet<>(loaded.components().byName().keySet()));
    experiment
        .components()
        .byName()
        .forEach(
            (name, component) -> twins.same(component, loaded.components().byName().get(name)));
    assertEquals(saved.fingerprint(), loaded.checkpoint().fingerprint());
  }

  /** What cannot come back as it is, each with a word of the advice. */
  @SuppressWarnings("IdentityHashMapUsage") // that is one of them
  private static final Map<String, Object> REFUSED =
      Map.of(
          "LinkedHashMap",
          new HashMap<>(Map.of(1, 2)),
          "TreeMap",
          new EnumMap<>(Map.of(Colour.RED, 1)),
          "LinkedHashMap or TreeMap",
          new ConcurrentHashMap<>(Map.of(1, 2)),
          "or TreeSet",
          new HashSet<>(List.of(1, 2)),
          "use a",
          new IdentityHashMap<>(Map.of("a", 2)),
          "comparator",
          new TreeMap<String, Object>(Collections.reverseOrder()),
          "order of access",
          accessed(),
          "transient",
          new Random(1),
          "Map",
          Collections.synchronizedMap(new LinkedHashMap<>(Map.of(1, 2))),
          "a collection of its own class",
          new ArrayList<>(List.of(1)) {});

  private static Map<Integer, Integer> accessed() {
    Map<Integer, Integer> map = new LinkedHashMap<>(4, 0.75f, true);
    map.put(1, 1);
    return map;
  }

  @Property(tries = 15)
  void whatWouldNotComeBackIsRefusedWithItsPlace(@ForAll long seed) {
    REFUSED.forEach(
        (advice, held) -> {
          Graph graph = new Graph(seed);
          ((Knot) graph.nodes.getFirst()).b = held;
          Experiment experiment = experiment(graph);
          String message =
              String.valueOf(
                  assertThrows(CheckpointException.class, experiment::checkpoint).getMessage());
          assertTrue(message.contains(advice) && message.matches("(?s)c\\d.*"), message);
        });
  }
}
