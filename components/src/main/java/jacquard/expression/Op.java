package jacquard.expression;

/**
 * An operation: what an expression does with its operands.
 *
 * <p>{@link Inference} says what operands each takes and what it gives, {@link Derivatives} its
 * gradient, {@link Actions} how it is computed.
 */
sealed interface Op {
  /** What errors and prints call it. */
  default String word() {
    String name = this instanceof Enum<?> e ? e.name() : getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  // ---- leaves -----------------------------------------------------------------------------------

  /** A value that comes with each call. */
  record Input(String name, ElementType type, Shape shape) implements Op {}

  /** A value that never changes. */
  record Constant(Value value) implements Op {}

  /**
   * A constant that rewriting has computed.
   *
   * @param shape what was known of its shape before, so that what fits is decided as without it
   */
  record Folded(Value value, Shape shape) implements Op {}

  /** A value that may change between calls. */
  record Held(Shared shared) implements Op {}

  /** The rows of a table. */
  record Stored(Table table) implements Op {}

  // ---- element by element, a single row or column standing for all
  // --------------------------------

  /** A function of one float. */
  enum Unary implements Op {
    NEGATE,
    EXP,
    LOG,
    SIGMOID,
    RELU,
    SQRT,
    ABS,
    SIGN;

    @Override
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A function of two floats, or two integers; comparisons give 0 or 1 as a float, and compare
   * integers with floats, too.
   */
  enum Binary implements Op {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    MAX("max"),
    MIN("min"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    EQUAL("=="),
    NOT_EQUAL("!="),
    /** The first operand, repeated to the shape of both. */
    FIRST("in the shape of");

    private final String sign;

    Binary(String sign) {
      this.sign = sign;
    }

    @Override
    public String word() {
      return sign;
    }

    boolean compares() {
      return switch (this) {
        case LESS, LESS_OR_EQUAL, EQUAL, NOT_EQUAL -> true;
        default -> false;
      };
    }
  }

  /** The second operand where the first is not 0, else the third. */
  record Where() implements Op {}

  /** Integers as floats. */
  record ToFloat() implements Op {}

  /** The largest integers that are not above floats. */
  record Floor() implements Op {}

  // ---- matrices
  // -----------------------------------------------------------------------------------

  /** The matrix product, of transposed operands if so told. */
  record Product(boolean leftTransposed, boolean rightTransposed) implements Op {
    @Override
    public String word() {
      return "dot";
    }
  }

  /** Rows as columns. */
  record Transpose() implements Op {}

  /** The softmax of each row. */
  record Softmax() implements Op {}

  /** A matrix less 1 in the column that each row's integer names; NaN where that is no column. */
  record LessOneHot() implements Op {}

  /** The negative log likelihood of the label of each row of logits. */
  record Nll() implements Op {}

  /** Its gradient: softmax minus one-hot. */
  record NllGradient() implements Op {}

  /** The column of each row's largest value. */
  record Argmax() implements Op {}

  /** The value of each row in the column its integer names. */
  record Pick() implements Op {}

  /**
   * Zeros in the shape of the third operand, but each row's value in the column named; NaN where
   * that is no column.
   */
  record Place() implements Op {}

  /** A sum or maximum. */
  enum Reduce implements Op {
    COLUMN_SUMS,
    ROW_SUMS,
    SUM,
    ROW_MAX;

    @Override
    public String word() {
      return switch (this) {
        case COLUMN_SUMS -> "columnSums";
        case ROW_SUMS -> "rowSums";
        case SUM -> "sum";
        case ROW_MAX -> "rowMax";
      };
    }
  }

  // ---- rows and columns
  // ---------------------------------------------------------------------------

  /** The number of rows. */
  record Rows() implements Op {}

  /** Up to so many integers from the first operand on, each below the second. */
  record Sequence(int count) implements Op {}

  /** The rows that integers name. */
  record Gather() implements Op {}

  /** Zeros in the shape of the third operand, plus each row where its integer says. */
  record Scatter() implements Op {}

  /** The columns that integers name. */
  record GatherColumns() implements Op {}

  /** Zeros in the shape of the third operand, plus each column where its integer says. */
  record ScatterColumns() implements Op {}

  /** The indices of the rows that are not 0. */
  record Nonzero() implements Op {}

  /** Operands side by side. */
  record Beside() implements Op {}

  /** Operands one below the other. */
  record Below() implements Op {}

  // ---- samples of several rows each: sample i has the rows starts[i] to starts[i + 1] - 1
  // ---------

  /** The sum of each sample's rows. */
  record SegmentSum() implements Op {}

  /** The sample of each row. */
  record SegmentOf() implements Op {}

  /** The rows of the samples that integers name. */
  record SegmentRows() implements Op {}

  /** The starts of the samples that integers name, as they lie after selecting them. */
  record SegmentStarts() implements Op {}
}
