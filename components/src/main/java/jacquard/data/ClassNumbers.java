package jacquard.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The numbers of classes whose names are integers: 0 for the smallest label that appears, 1 for the
 * next, and so on. So labels 0..n-1 stay as they are, 1..3 become 0..2, -1 and +1 become 0 and 1.
 *
 * <p>While labels are met they are numbered by their first appearance; {@link #order} gives the
 * final numbers.
 */
final class ClassNumbers {
  /** More different labels than this are rather numbers to be predicted, or ids. */
  static final int MOST = 1 << 20;

  private static final String RANGE = "..";

  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<Long> met = new ArrayList<>();
  private final boolean closed;

  /** Numbers labels as they are met. */
  ClassNumbers() {
    this.closed = false;
  }

  /** Numbers these labels, in their order, and no others. */
  ClassNumbers(List<Long> known) {
    known.forEach(this::add);
    this.closed = true;
  }

  /** The number of a label; -1 for one that is not known. */
  int number(long label) {
    Integer known = numbers.get(label);
    return known != null ? known : closed ? -1 : add(label);
  }

  private int add(long label) {
    if (met.size() == MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "more than %d different labels: are they real-valued targets, or ids?",
              MOST));
    }
    numbers.put(label, met.size());
    met.add(label);
    return met.size() - 1;
  }

  /** The names of the classes, by the numbers given. */
  List<String> names() {
    return met.stream().map(String::valueOf).toList();
  }

  /** The numbers given, in the order that they finally have; empty if they are final. */
  int[] order() {
    int[] order =
        IntStream.range(0, met.size())
            .boxed()
            .sorted((a, b) -> Long.compare(met.get(a), met.get(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    boolean isFinal = closed || IntStream.range(0, order.length).allMatch(i -> order[i] == i);
    return isFinal ? new int[0] : order;
  }

  /**
   * The labels of names.
   *
   * @throws IllegalArgumentException if one is not an integer
   */
  static List<Long> labels(List<String> names) {
    List<Long> labels = new ArrayList<>();
    for (String name : names) {
      Long label = null;
      try {
        label = DecimalText.integer(name, false);
      } catch (ArithmeticException another) {
        // As a text that is no number.
      }
      if (label == null || !name.equals(label.toString())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the class '%s' of the other data is not an integer; are labels texts?",
                Visible.text(name)));
      }
      labels.add(label);
    }
    return labels;
  }

  /** Labels as a text: {@code 0..9}, or each after a blank. */
  static String text(List<Long> labels) {
    boolean dense = labels.size() > 2;
    for (int i = 1; i < labels.size(); i++) {
      dense &= labels.get(i) == labels.get(i - 1) + 1;
    }
    return dense
        ? labels.getFirst() + RANGE + labels.getLast()
        : String.join(" ", labels.stream().map(String::valueOf).toList());
  }

  /** The labels of a {@link #text}. */
  static List<Long> parse(String text) {
    int range = text.indexOf(RANGE);
    if (range > 0) {
      long first = Long.parseLong(text.substring(0, range));
      long last = Long.parseLong(text.substring(range + RANGE.length()));
      return LongStream.rangeClosed(first, last).boxed().toList();
    }
    return Arrays.stream(text.split(" ", -1)).map(Long::valueOf).toList();
  }

  /** The labels renumbered, so that those of the order's first become 0, and so on. */
  static void renumber(int[] labels, int count, int[] order) {
    int[] to = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      to[order[i]] = i;
    }
    for (int i = 0; i < count && order.length > 0; i++) {
      labels[i] = to[labels[i]];
    }
  }

  /** Names in another order; as they are if it is empty. */
  static List<String> ordered(List<String> names, int[] order) {
    return order.length == 0
        ? Collections.unmodifiableList(names)
        : IntStream.of(order).mapToObj(names::get).toList();
  }
}
