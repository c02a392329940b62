package jacquard.data;

/** What the labels of a file are. */
enum LabelKind {
  /** Numbers of classes from 0 on, kept as they are. */
  NUMBERS,
  /** Integers that name classes, which are numbered in ascending order. */
  INTEGERS,
  /** Texts that name classes, which are numbered in the order of their first appearance. */
  TEXTS,
  /** Real-valued targets. */
  REAL;

  static final String OPTION = "labels";

  /** What options say; of old they said nothing of labels that are integers. */
  static LabelKind of(Options options) {
    return named(options.get(OPTION, options.has("textLabels") ? "texts" : "numbers"));
  }

  static LabelKind named(String text) {
    return switch (text) {
      case "integers" -> INTEGERS;
      case "texts" -> TEXTS;
      case "real" -> REAL;
      default -> NUMBERS;
    };
  }
}
