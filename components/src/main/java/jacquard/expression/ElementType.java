package jacquard.expression;

/** The type of an expression's elements. */
public enum ElementType {
  /** 32-bit floats, in any number of columns. Conditions are floats: 0 is false, others true. */
  FLOAT,
  /** 32-bit integers in one column: indices, labels, counts. */
  INT,
  /** Text in one column, which can be selected but not computed with. */
  TEXT
}
