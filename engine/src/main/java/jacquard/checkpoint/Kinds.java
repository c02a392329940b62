package jacquard.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The collections of the JDK that are saved by their elements, each loaded as the class it was.
 *
 * <p>The others are refused, because their order is not that of their elements' arrival or value
 * (it would change on loading), or because they have more than elements: a comparator, a lock. What
 * cannot be changed is loaded as a collection of the same elements in the same order.
 */
final class Kinds {
  @SuppressWarnings("JdkObsolete") // a component may have any
  private static final Map<String, Supplier<Collection<@Nullable Object>>> SEQUENCES =
      Map.ofEntries(
          Map.entry(ArrayList.class.getName(), ArrayList::new),
          Map.entry(LinkedList.class.getName(), LinkedList::new),
          Map.entry(Vector.class.getName(), Vector::new),
          Map.entry(Stack.class.getName(), Stack::new),
          Map.entry(CopyOnWriteArrayList.class.getName(), CopyOnWriteArrayList::new),
          Map.entry(ArrayDeque.class.getName(), ArrayDeque::new),
          Map.entry(ConcurrentLinkedQueue.class.getName(), ConcurrentLinkedQueue::new),
          Map.entry(ConcurrentLinkedDeque.class.getName(), ConcurrentLinkedDeque::new),
          Map.entry(PriorityQueue.class.getName(), PriorityQueue::new),
          Map.entry(LinkedHashSet.class.getName(), LinkedHashSet::new),
          Map.entry(TreeSet.class.getName(), TreeSet::new),
          Map.entry(ConcurrentSkipListSet.class.getName(), ConcurrentSkipListSet::new),
          Map.entry(CopyOnWriteArraySet.class.getName(), CopyOnWriteArraySet::new));

  private static final Map<String, Supplier<Map<@Nullable Object, @Nullable Object>>> MAPS =
      Map.of(
          LinkedHashMap.class.getName(), LinkedHashMap::new,
          TreeMap.class.getName(), TreeMap::new,
          ConcurrentSkipListMap.class.getName(), ConcurrentSkipListMap::new);

  private static final String SEQUENCE_ADVICE =
      "; keep an ArrayList, LinkedList, ArrayDeque, LinkedHashSet or TreeSet instead";

  private static final String MAP_ADVICE = "; use a LinkedHashMap or TreeMap";

  private Kinds() {}

  /** The class that a collection is loaded as. */
  static String of(Collection<?> values, Place place) {
    String type = values.getClass().getName();
    if (SEQUENCES.containsKey(type)) {
      requireOwnOrder(comparator(values), place);
      return type;
    }
    requireJdk(values, place);
    if (values instanceof List<?> && !isGuarded(type)) {
      return ArrayList.class.getName();
    }
    if (values instanceof Set<?> && isFixed(type)) {
      requireOwnOrder(comparator(values), place);
      return (values instanceof SortedSet<?> ? TreeSet.class : LinkedHashSet.class).getName();
    }
    throw new CheckpointException(
        place + " is a " + type + ", which would be another after loading" + SEQUENCE_ADVICE);
  }

  private static @Nullable Object comparator(Collection<?> values) {
    return switch (values) {
      case SortedSet<?> set -> set.comparator();
      case PriorityQueue<?> queue -> queue.comparator();
      default -> null;
    };
  }

  /** The class that a map is loaded as. */
  static String of(Map<?, ?> map, Place place) {
    String type = map.getClass().getName();
    requireOwnOrder(map instanceof SortedMap<?, ?> sorted ? sorted.comparator() : null, place);
    if (MAPS.containsKey(type)) {
      requireOrderOfArrival(map, place);
      return type;
    }
    requireJdk(map, place);
    if (!isFixed(type)) {
      throw new CheckpointException(
          String.format(
              java.util.Locale.ROOT,
              "%s is a %s, whose order would change on loading%s",
              place,
              type.startsWith("java.util.Hash") ? map.getClass().getSimpleName() : type,
              MAP_ADVICE));
    }
    return (map instanceof SortedMap<?, ?> ? TreeMap.class : LinkedHashMap.class).getName();
  }

  private static void requireOwnOrder(@Nullable Object comparator, Place place) {
    if (comparator != null) {
      throw new CheckpointException(
          place + " is sorted by a comparator, which cannot be saved; sort by the keys' own order");
    }
  }

  /** A map in the order of access does not say so; a copy of it shows it. */
  private static void requireOrderOfArrival(Map<?, ?> map, Place place) {
    if (map.getClass() == LinkedHashMap.class) {
      @SuppressWarnings("unchecked")
      var copy = (LinkedHashMap<Object, Object>) ((LinkedHashMap<?, ?>) map).clone();
      copy.clear();
      copy.put("first", "");
      copy.put("second", "");
      copy.get("first");
      if (!copy.firstEntry().getKey().equals("first")) {
        throw new CheckpointException(
            place + " is a LinkedHashMap in the order of access, which would be lost" + MAP_ADVICE);
      }
    }
  }

  private static void requireJdk(Object collection, Place place) {
    Class<?> type = collection.getClass();
    if (!type.getName().startsWith("java.util.")) {
      throw new CheckpointException(
          String.format(
              java.util.Locale.ROOT,
              "%s holds a %s, a collection of its own class, which cannot be saved: let it"
                  + " implement Stateful and register it, or keep its elements in a %s",
              place,
              type.getName(),
              collection instanceof Map ? "LinkedHashMap or TreeMap" : "List"));
    }
  }

  /** Whether nobody can change a collection of the JDK through this class. */
  static boolean isFixed(String type) {
    return type.startsWith("java.util.ImmutableCollections$")
        || type.startsWith("java.util.Collections$Unmodifiable")
        || type.startsWith("java.util.Collections$Singleton")
        || type.startsWith("java.util.Collections$Empty");
  }

  private static boolean isGuarded(String type) {
    return type.startsWith("java.util.Collections$Synchronized")
        || type.startsWith("java.util.Collections$Checked");
  }

  /**
   * An empty collection.
   *
   * @param type its class; null in files that knew one only
   */
  static Collection<@Nullable Object> sequence(@Nullable String type) {
    return made(SEQUENCES, type == null ? ArrayList.class.getName() : type);
  }

  /**
   * An empty map.
   *
   * @param type its class; null in files that knew two only
   */
  static Map<@Nullable Object, @Nullable Object> map(@Nullable String type, boolean sorted) {
    return made(
        MAPS, type != null ? type : (sorted ? TreeMap.class : LinkedHashMap.class).getName());
  }

  private static <T> T made(Map<String, Supplier<T>> kinds, String type) {
    Supplier<T> kind = kinds.get(type);
    if (kind == null) {
      throw new CheckpointException(type + " is not a collection that is loaded");
    }
    return kind.get();
  }

  /** Whether an element, to be added, is asked for a hash or order that depends on its content. */
  static boolean asks(Object kind, @Nullable Object element) {
    boolean sorts = kind instanceof SortedSet || kind instanceof SortedMap;
    if (sorts || kind instanceof PriorityQueue) {
      return true;
    }
    boolean hashes = kind instanceof Set || kind instanceof Map;
    return hashes && element != null && !hasIdentityHash(element.getClass());
  }

  private static boolean hasIdentityHash(Class<?> type) {
    try {
      return type.getMethod("hashCode").getDeclaringClass() == Object.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
