package jacquard.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The labels of a CSV file, from their texts. */
final class CsvLabels {
  private final LabelKind kind;
  private final boolean comma;
  private final ClassNumbers integers;
  private final Map<String, Integer> texts = new LinkedHashMap<>();

  /** Whether texts may be added to the classes. */
  private final boolean open;

  CsvLabels(CsvSettings settings, boolean hasTarget) {
    this.kind = hasTarget ? settings.labels() : LabelKind.NUMBERS;
    this.comma = settings.decimalComma();
    List<Long> known = settings.integers();
    this.integers = known.isEmpty() ? new ClassNumbers() : new ClassNumbers(known);
    settings.classes().forEach(each -> texts.put(each, texts.size()));
    this.open = texts.isEmpty();
  }

  /** A text that is no label, and why; the row is known to who reads it. */
  static final class NotALabel extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean spelling;

    private NotALabel(String why, boolean spelling) {
      super(why);
      this.spelling = spelling;
    }

    /** Whether it is no integer, rather than one that is out of place. */
    boolean isSpelling() {
      return spelling;
    }
  }

  boolean areReal() {
    return kind == LabelKind.REAL;
  }

  /** The names of the classes met so far, by label. */
  List<String> classNames() {
    return switch (kind) {
      case INTEGERS -> integers.names();
      case TEXTS -> new ArrayList<>(texts.keySet());
      case NUMBERS, REAL -> List.of();
    };
  }

  /** The labels in the order of their classes; empty if they are final. */
  int[] classOrder() {
    return kind == LabelKind.INTEGERS ? integers.order() : new int[0];
  }

  /** The label of a text without blanks around it. */
  int label(String text) throws NotALabel {
    return kind == LabelKind.TEXTS
        ? named(text)
        : kind == LabelKind.INTEGERS ? numbered(integer(text)) : number(integer(text));
  }

  private long integer(String text) throws NotALabel {
    Long integer = null;
    try {
      integer = DecimalText.integer(text, comma);
    } catch (ArithmeticException fraction) {
      // As a text that is no number: what is wanted is an integer.
    }
    if (integer == null) {
      throw new NotALabel("is not an integer label", true);
    }
    return integer;
  }

  private int numbered(long integer) throws NotALabel {
    int number;
    try {
      number = integers.number(integer);
    } catch (IllegalArgumentException tooMany) {
      throw new NotALabel("is one of " + tooMany.getMessage(), false);
    }
    if (number < 0) {
      throw unknown();
    }
    return number;
  }

  private static int number(long integer) throws NotALabel {
    if (integer < 0 || integer >= Integer.MAX_VALUE) {
      throw new NotALabel("is not the number of a class", false);
    }
    return (int) integer;
  }

  private int named(String text) throws NotALabel {
    Integer known = texts.get(text);
    if (known != null) {
      return known;
    }
    if (!open) {
      throw unknown();
    }
    texts.put(text, texts.size());
    return texts.size() - 1;
  }

  private NotALabel unknown() {
    return new NotALabel("is none of the classes " + Visible.list(classNames()), false);
  }
}
