package jacquard.datalearn;

import jacquard.expression.Dim;
import jacquard.expression.ElementType;
import jacquard.expression.Expr;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A field of a sample or data set.
 *
 * @param values a row for each sample; or several, if there are starts
 * @param starts where each sample's rows start, and one more for the end; null if each has one row
 */
public record Field(Expr values, @Nullable Expr starts) {
  static Field of(Expr values) {
    return new Field(values, null);
  }

  /** Whether a sample has any number of rows. */
  public boolean isRagged() {
    return starts != null;
  }

  Dim samples() {
    if (starts == null) {
      return values.shape().rows();
    }
    Dim rows = starts.shape().rows();
    return rows.isFixed() ? Dim.of(rows.size() - 1) : Dim.UNKNOWN;
  }

  /** The number of samples, an integer. */
  Expr count() {
    return starts == null ? values.rows() : starts.rows().minus(1);
  }

  Field gather(Expr indices) {
    return starts == null
        ? of(values.gather(indices))
        : new Field(values.gather(starts.segmentRows(indices)), starts.segmentStarts(indices));
  }

  Field below(Field under, String name) {
    if (isRagged() || under.isRagged()) {
      throw new IllegalArgumentException(
          "field \"" + name + "\" has samples of several rows, which cannot be put below others");
    }
    return of(values.below(under.values));
  }

  /** The sum of each sample's rows. */
  public Expr sums() {
    return starts == null ? values : values.segmentSum(starts);
  }

  /** The number of each sample's rows, as a float. */
  public Expr lengths() {
    Expr ones = Expr.constant(1f).repeated(values);
    return starts == null ? ones : ones.segmentSum(starts);
  }

  /** The mean of each sample's rows; NaN for a sample without any. */
  public Expr means() {
    return sums().over(lengths());
  }

  /** The same samples with the rows computed from these, each by itself. */
  public Field map(java.util.function.UnaryOperator<Expr> how) {
    return new Field(how.apply(values), starts);
  }

  List<Expr> parts() {
    return starts == null ? List.of(values) : List.of(values, starts);
  }

  /** The field with other expressions for {@link #parts}, which are taken from a list. */
  Field with(List<Expr> parts, int at) {
    return new Field(parts.get(at), starts == null ? null : parts.get(at + 1));
  }

  /** An input of the same type and columns for any number of samples. */
  Field symbolic(String name) {
    ElementType type = values.type();
    Dim columns = values.shape().columns();
    if (starts == null) {
      return of(Expr.samples(name, type, columns));
    }
    return new Field(
        Expr.rows(name, type, columns),
        Expr.rows(name + Numbers.STARTS, ElementType.INT, Dim.of(1)));
  }

  @Override
  public String toString() {
    return String.format(
            Locale.ROOT,
            "%s x %s %s%s",
            samples(),
            isRagged() ? "any" : "",
            values.shape().columns(),
            type())
        .replace(" x  ", " x ");
  }

  private String type() {
    return values.type() == ElementType.FLOAT ? "" : " " + values.type();
  }
}
