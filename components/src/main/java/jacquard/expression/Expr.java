package jacquard.expression;

import jacquard.expression.Op.Binary;
import jacquard.expression.Op.Reduce;
import jacquard.expression.Op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * An immutable expression: an operation on other expressions, with type and shape.
 *
 * <p>It computes nothing: a {@link Function} does. Operands that do not fit are refused here with
 * an {@link IllegalArgumentException} that names both. Operations on floats element by element
 * repeat a single row, column or number as often as the other operand needs.
 *
 * <p>Where integers meet floats, arithmetic takes the integers as the nearest floats and gives
 * floats; comparisons compare the exact numbers. Integers alone stay integers, and an overflow is
 * an error. All other operations on floats refuse integers, and those on integers floats; {@link
 * #toFloat} and {@link #floor} convert them.
 *
 * <p>Two expressions are equal only if they are the same object; compiling finds the alike ones.
 *
 * <p>Rows are samples. Operations that keep them apart mean the same for one sample and for a data
 * set; those that mix them ({@link #sum}, {@link #columnSums}, {@link #transpose}) do not.
 */
public final class Expr {
  private final Op op;
  private final List<Expr> operands;
  private final ElementType type;
  private final Shape shape;

  private Expr(Op op, List<Expr> operands) {
    this.op = op;
    this.operands = operands;
    Inference result = Inference.of(op, operands);
    this.type = result.type();
    this.shape = result.shape();
  }

  static Expr of(Op op, List<Expr> operands) {
    return new Expr(op, List.copyOf(operands));
  }

  static Expr of(Op op, Expr... operands) {
    return of(op, List.of(operands));
  }

  Op op() {
    return op;
  }

  List<Expr> operands() {
    return operands;
  }

  Expr operand(int i) {
    return operands.get(i);
  }

  /** The type of the elements. */
  public ElementType type() {
    return type;
  }

  /** The shape, as far as it is known before computing. */
  public Shape shape() {
    return shape;
  }

  // ---- leaves -----------------------------------------------------------------------------------

  /** A value that comes with each call; within a function, an input is known by its name. */
  public static Expr input(String name, ElementType type, Shape shape) {
    return of(new Op.Input(name, type, shape));
  }

  /** A row for each of {@code n} samples, n coming with the call. */
  public static Expr samples(String name, ElementType type, Dim columns) {
    return input(name, type, new Shape(Dim.named("n"), columns));
  }

  /** Any number of rows, coming with the call. */
  public static Expr rows(String name, ElementType type, Dim columns) {
    return input(name, type, new Shape(Dim.UNKNOWN, columns));
  }

  /** A number that comes with each call. */
  public static Expr number(String name) {
    return input(name, ElementType.FLOAT, Shape.SCALAR);
  }

  /** An integer that comes with each call. */
  public static Expr integer(String name) {
    return input(name, ElementType.INT, Shape.SCALAR);
  }

  /** A number. */
  public static Expr constant(float value) {
    return constant(Value.of(1, 1, value));
  }

  /** An integer. */
  public static Expr constant(int value) {
    return constant(Value.ofInts(value));
  }

  /** Integers in a column. */
  public static Expr constant(int... values) {
    return constant(Value.ofInts(values));
  }

  /** A value. */
  public static Expr constant(Value value) {
    return of(new Op.Constant(value));
  }

  /** A value that may change without compiling again. */
  public static Expr shared(Shared shared) {
    return of(new Op.Held(shared));
  }

  /** All rows of a table. */
  public static Expr stored(Table table) {
    return of(new Op.Stored(table));
  }

  // ---- element by element
  // -------------------------------------------------------------------------

  /** The sum. */
  public Expr plus(Expr other) {
    return binary(Binary.ADD, this, other);
  }

  /** The sum with a number. */
  public Expr plus(float number) {
    return plus(constant(number));
  }

  /** The sum with an integer. */
  public Expr plus(int number) {
    return plus(like(number));
  }

  /** The difference. */
  public Expr minus(Expr other) {
    return binary(Binary.SUBTRACT, this, other);
  }

  /** The difference from a number. */
  public Expr minus(float number) {
    return minus(constant(number));
  }

  /** The difference from an integer. */
  public Expr minus(int number) {
    return minus(like(number));
  }

  /** The product, element by element. */
  public Expr times(Expr other) {
    return binary(Binary.MULTIPLY, this, other);
  }

  /** The product with a number. */
  public Expr times(float number) {
    return times(constant(number));
  }

  /** The product with an integer. */
  public Expr times(int number) {
    return times(like(number));
  }

  /** The quotient. */
  public Expr over(Expr other) {
    return binary(Binary.DIVIDE, this, other);
  }

  /** The quotient by a number. */
  public Expr over(float number) {
    return over(constant(number));
  }

  /** The quotient by an integer. */
  public Expr over(int number) {
    return over(like(number));
  }

  /** The larger of both. */
  public Expr max(Expr other) {
    return binary(Binary.MAX, this, other);
  }

  /** The smaller of both. */
  public Expr min(Expr other) {
    return binary(Binary.MIN, this, other);
  }

  /** 1 where this is less, else 0. */
  public Expr lessThan(Expr other) {
    return binary(Binary.LESS, this, other);
  }

  /** 1 where this is less than a number, else 0. */
  public Expr lessThan(float number) {
    return lessThan(constant(number));
  }

  /** 1 where this is less than an integer, else 0. */
  public Expr lessThan(int number) {
    return lessThan(like(number));
  }

  /** 1 where this is not more, else 0. */
  public Expr atMost(Expr other) {
    return binary(Binary.LESS_OR_EQUAL, this, other);
  }

  /** 1 where this is more, else 0. */
  public Expr greaterThan(Expr other) {
    return binary(Binary.LESS, other, this);
  }

  /** 1 where this is more than a number, else 0. */
  public Expr greaterThan(float number) {
    return greaterThan(constant(number));
  }

  /** 1 where this is more than an integer, else 0. */
  public Expr greaterThan(int number) {
    return greaterThan(like(number));
  }

  /** 1 where both are equal, else 0. */
  public Expr equalTo(Expr other) {
    return binary(Binary.EQUAL, this, other);
  }

  /** 1 where this is a number, else 0. */
  public Expr equalTo(float number) {
    return equalTo(constant(number));
  }

  /** 1 where this is an integer, else 0. */
  public Expr equalTo(int number) {
    return equalTo(like(number));
  }

  /** 1 where both differ, else 0. */
  public Expr notEqualTo(Expr other) {
    return binary(Binary.NOT_EQUAL, this, other);
  }

  /** The integer as a constant of this type, where that is exact. */
  private Expr like(int number) {
    boolean isExact = (double) (float) number == number;
    return type == ElementType.FLOAT && isExact ? constant((float) number) : constant(number);
  }

  private static Expr binary(Binary op, Expr left, Expr right) {
    boolean mixed =
        (left.type == ElementType.INT && right.type == ElementType.FLOAT)
            || (left.type == ElementType.FLOAT && right.type == ElementType.INT);
    return mixed && !op.compares() ? of(op, left.toFloat(), right.toFloat()) : of(op, left, right);
  }

  /** The first where this is not 0, else the second. */
  public Expr choose(Expr then, Expr otherwise) {
    return of(new Op.Where(), this, then, otherwise);
  }

  /** Minus this. */
  public Expr negate() {
    return of(Unary.NEGATE, this);
  }

  /** e to the power of this. */
  public Expr exp() {
    return of(Unary.EXP, this);
  }

  /**
   * The natural logarithm.
   *
   * <p>That of a softmax, of a sigmoid, or of 1 minus a sigmoid is computed from what these are of,
   * and so is that of values selected from them or multiplied or divided by others: it stays finite
   * where the probability rounds to 0. Any other logarithm of what has rounded to 0 is negative
   * infinity.
   */
  public Expr log() {
    return of(Unary.LOG, this);
  }

  /** 1 / (1 + e to the power of minus this). */
  public Expr sigmoid() {
    return of(Unary.SIGMOID, this);
  }

  /** 0 where this is below 0. */
  public Expr relu() {
    return of(Unary.RELU, this);
  }

  /** The square root. */
  public Expr sqrt() {
    return of(Unary.SQRT, this);
  }

  /** The absolute value. */
  public Expr abs() {
    return of(Unary.ABS, this);
  }

  /** This times this. */
  public Expr square() {
    return times(this);
  }

  /** Integers as the nearest floats; integers beyond 2^24 may be rounded. */
  public Expr toFloat() {
    return type == ElementType.FLOAT ? this : of(new Op.ToFloat(), this);
  }

  /**
   * The largest integer that is not above the float of each row, of one column; an error for NaN
   * and for what is no {@code int}.
   */
  public Expr floor() {
    return of(new Op.Floor(), this);
  }

  // ---- matrices
  // -----------------------------------------------------------------------------------

  /** The matrix product. */
  public Expr dot(Expr right) {
    return product(false, right, false);
  }

  Expr product(boolean transposed, Expr right, boolean rightTransposed) {
    return of(new Op.Product(transposed, rightTransposed), this, right);
  }

  /** Rows as columns; mixes the samples. */
  public Expr transpose() {
    return of(new Op.Transpose(), this);
  }

  /** The softmax of each row. */
  public Expr softmax() {
    return of(new Op.Softmax(), this);
  }

  /** The column of each row's largest value, the first of equals; -1 for a row with a NaN. */
  public Expr argmax() {
    return of(new Op.Argmax(), this);
  }

  /** The value of each row in the column that the integer of the row names. */
  public Expr pick(Expr column) {
    return of(new Op.Pick(), this, column);
  }

  /** The sum of all elements; mixes the samples. */
  public Expr sum() {
    return of(Reduce.SUM, this);
  }

  /** The mean of all elements; mixes the samples. */
  public Expr mean() {
    Expr count = rows().toFloat();
    return sum().over(shape.columns().isOne() ? count : count.times(columns().toFloat()));
  }

  /** The sum of each column; mixes the samples. */
  public Expr columnSums() {
    return of(Reduce.COLUMN_SUMS, this);
  }

  /** The mean of each column; mixes the samples. */
  public Expr columnMeans() {
    return columnSums().over(rows().toFloat());
  }

  /** The sum of each row. */
  public Expr rowSums() {
    return of(Reduce.ROW_SUMS, this);
  }

  /** The mean of each row. */
  public Expr rowMeans() {
    return rowSums().over(columns().toFloat());
  }

  /** The largest value of each row. */
  public Expr rowMax() {
    return of(Reduce.ROW_MAX, this);
  }

  // ---- rows and columns
  // ---------------------------------------------------------------------------

  /** The number of rows, an integer. */
  public Expr rows() {
    return of(new Op.Rows(), this);
  }

  /** The number of columns, an integer. */
  public Expr columns() {
    return shape.columns().isFixed()
        ? constant(shape.columns().size())
        : of(new Op.Rows(), transpose());
  }

  /** The row at an index counted from 0. */
  public Expr get(int index) {
    return gather(constant(index));
  }

  /** The row at an index, or the rows at several. */
  public Expr get(Expr index) {
    return gather(index);
  }

  /** The rows that integers name, in their order. */
  public Expr gather(Expr indices) {
    return of(new Op.Gather(), this, indices);
  }

  /** The rows from one to before another. */
  public Expr slice(int from, int to) {
    if (from < 0 || to < from || (shape.rows().isFixed() && to > shape.rows().size())) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "slice: rows %d..%d of %s", from, to - 1, Printer.side(this)));
    }
    return gather(constant(IntStream.range(from, to).toArray()));
  }

  /** Up to so many rows from an index on: what is left, at the end. */
  public Expr window(Expr first, int count) {
    return gather(sequence(first, count, rows()));
  }

  /** Up to so many integers from one on, each below a limit. */
  public static Expr sequence(Expr first, int count, Expr limit) {
    return of(new Op.Sequence(count), first, limit);
  }

  /** The rows where a condition of one column is not 0. */
  public Expr filter(Expr condition) {
    return gather(nonzero(condition));
  }

  /** The indices of the rows where a condition of one column is not 0. */
  public static Expr nonzero(Expr condition) {
    return of(new Op.Nonzero(), condition);
  }

  /** The column at an index counted from 0. */
  public Expr column(int index) {
    return columns(constant(index));
  }

  /** The column at an index, or the columns at several. */
  public Expr column(Expr index) {
    return columns(index);
  }

  /** The columns that integers name, in their order. */
  public Expr columns(Expr indices) {
    return of(new Op.GatherColumns(), this, indices);
  }

  /** This and others side by side. */
  public Expr beside(Expr... right) {
    return of(new Op.Beside(), with(right));
  }

  /** This and others one below the other. */
  public Expr below(Expr... under) {
    return of(new Op.Below(), with(under));
  }

  private List<Expr> with(Expr... others) {
    List<Expr> all = new ArrayList<>(List.of(this));
    all.addAll(List.of(others));
    return all;
  }

  /** The sum of the rows {@code starts[i]} to {@code starts[i + 1] - 1}, for each sample i. */
  public Expr segmentSum(Expr starts) {
    return of(new Op.SegmentSum(), this, starts);
  }

  /** The rows of the samples that integers name, of starts. */
  public Expr segmentRows(Expr samples) {
    return of(new Op.SegmentRows(), this, samples);
  }

  /** The starts of the samples that integers name as they lie after selecting them, of starts. */
  public Expr segmentStarts(Expr samples) {
    return of(new Op.SegmentStarts(), this, samples);
  }

  /** This number in every row of a column as long as another expression. */
  public Expr repeated(Expr like) {
    Expr column = like.type() == ElementType.FLOAT ? like.column(0) : like.toFloat();
    return toFloat().repeatedLike(column);
  }

  /** This, repeated to the shape of another where it is a single row or column of it. */
  Expr repeatedLike(Expr other) {
    return shape.fills(other.shape) ? this : of(Binary.FIRST, this, other);
  }

  /** The expression in the words it was built with, long operands left out. */
  @Override
  public String toString() {
    return Printer.words(this);
  }

  /** Every operation on a line of its own, shared parts once, with type and shape. */
  public String listing() {
    return Printer.listing(List.of(this));
  }
}
