package jacquard.data;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The labels or real-valued targets of a mapped data set, from their elements in a file. */
final class MappedLabels {
  private final String name;
  private final MappedRows elements;
  private final LabelKind kind;

  /** The classes of integers; null if these are the numbers of classes already. */
  private final @Nullable ClassNumbers classes;

  private final List<String> classNames;

  private MappedLabels(
      String name,
      MappedRows elements,
      LabelKind kind,
      @Nullable ClassNumbers classes,
      List<String> classNames) {
    this.name = name;
    this.elements = elements;
    this.kind = kind;
    this.classes = classes;
    this.classNames = classNames;
  }

  /** Labels as the settings say; classes that they do not name are those that there are. */
  static MappedLabels of(String name, MappedRows elements, NpySettings settings) {
    if (settings.labels() != LabelKind.INTEGERS) {
      return new MappedLabels(name, elements, settings.labels(), null, List.of());
    }
    List<Long> found = settings.classes().isEmpty() ? found(name, elements) : settings.classes();
    boolean dense = settings.classes().isEmpty() && found.getLast() == found.size() - 1L;
    ClassNumbers classes = new ClassNumbers(found);
    boolean numbered = dense && found.getFirst() == 0;
    return new MappedLabels(
        name, elements, LabelKind.INTEGERS, numbered ? null : classes, classes.names());
  }

  /** The labels that were written with a schema: the numbers of its classes, or targets. */
  static MappedLabels of(String name, MappedRows elements, MappedSchema schema) {
    LabelKind kind = schema.real() ? LabelKind.REAL : LabelKind.NUMBERS;
    return new MappedLabels(name, elements, kind, null, schema.classes());
  }

  private static List<Long> found(String name, MappedRows elements) {
    TreeSet<Long> found = new TreeSet<>();
    long last = 0;
    for (int row = 0; row < elements.rows(); row++) {
      long label = integer(name, elements, row);
      if (row > 0 && label == last) {
        continue;
      }
      last = label;
      if (found.add(label) && found.size() > ClassNumbers.MOST) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has more than %d different labels: are they real-valued targets"
                    + " (withRealTarget)?",
                name,
                ClassNumbers.MOST));
      }
    }
    return List.copyOf(found);
  }

  private static long integer(String name, MappedRows elements, int row) {
    if (!elements.isInteger(row)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s, row %d: %s is not an integer label; are these real-valued targets"
                  + " (withRealTarget)?",
              name,
              row + 1,
              elements.real(row)));
    }
    return elements.integer(row);
  }

  /** The file. */
  String name() {
    return name;
  }

  boolean areReal() {
    return kind == LabelKind.REAL;
  }

  /** The integers of the classes, to read other data like these; none if they have none. */
  List<String> classNames() {
    return classNames;
  }

  /** Copies the numbers of classes. */
  void read(int first, int count, int[] to, int at) {
    if (classes == null && elements.readInts(first, count, to, at)) {
      return;
    }
    for (int i = 0; i < count; i++) {
      long label = integer(name, elements, first + i);
      int number = classes == null ? small(label) : classes.number(label);
      if (number < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s, row %d: %s",
                name,
                first + i + 1,
                classes == null
                    ? "label " + label + " is out of range"
                    : label + " is none of the classes " + Visible.list(classNames)));
      }
      to[at + i] = number;
    }
  }

  private static int small(long label) {
    return label == (int) label ? (int) label : -1;
  }

  /** Copies real-valued targets. */
  void read(int first, int count, float[] to, int at) {
    for (int i = 0; i < count; i++) {
      to[at + i] = (float) elements.real(first + i);
    }
  }
}
