package jacquard.data;

import java.util.List;
import java.util.Map;

/**
 * What the arrays of a data set are that NumPy saved.
 *
 * <p>Labels are integers that name classes, which are numbered from 0 on in ascending order, so
 * 0..n-1 stay as they are and 1..3 become 0..2; unless it says that they are real-valued targets.
 */
public final class NpySettings {
  private static final String KIND = "kind";
  private static final String NON_FINITE = "nonfinite";
  private static final String CLASSES = "classes";
  private static final NpySettings PLAIN = new NpySettings(Options.of(Map.of(KIND, "integers")));

  private final Options options;

  private NpySettings(Options options) {
    this.options = options;
  }

  /** Integer labels, finite values. */
  public static NpySettings plain() {
    return PLAIN;
  }

  /** The same with real-valued targets in place of labels. */
  public NpySettings withRealTarget() {
    return new NpySettings(options.with(KIND, "real"));
  }

  /** The same with labels that are numbers of classes from 0 on, kept as they are. */
  public NpySettings withClassNumbers() {
    return new NpySettings(options.without(KIND));
  }

  /** The same with NaN and infinities {@linkplain Dataset#allowingNonFinite let in}. */
  public NpySettings withNonFinite() {
    return new NpySettings(options.with(NON_FINITE));
  }

  /** The same with these labels of classes, and no others; any if it is empty. */
  NpySettings withClasses(List<Long> labels) {
    return labels.isEmpty() || labels() != LabelKind.INTEGERS
        ? this
        : new NpySettings(options.with(CLASSES, ClassNumbers.text(labels)));
  }

  /** The same with the classes of other rows; without names, labels are their numbers. */
  NpySettings like(Examples other) {
    if (other.hasTargets()) {
      return withRealTarget();
    }
    return other.classNames().isEmpty()
        ? withClassNumbers()
        : new NpySettings(options.with(KIND, "integers"))
            .withClasses(ClassNumbers.labels(other.classNames()));
  }

  LabelKind labels() {
    return LabelKind.named(options.get(KIND, "numbers"));
  }

  boolean nonFinite() {
    return options.has(NON_FINITE);
  }

  /** The labels of the classes; none if they are as they come. */
  List<Long> classes() {
    return options.has(CLASSES) ? ClassNumbers.parse(options.get(CLASSES, "")) : List.of();
  }

  Map<String, String> options() {
    return options.texts();
  }

  /** The settings among the options of a source. */
  static NpySettings of(Map<String, String> all) {
    Options options = Options.of(Map.of());
    for (String name : new String[] {KIND, NON_FINITE, CLASSES}) {
      options = all.containsKey(name) ? options.with(name, all.get(name)) : options;
    }
    return new NpySettings(options);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NpySettings s && options.equals(s.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  @Override
  public String toString() {
    return "NpySettings" + options.texts();
  }
}
