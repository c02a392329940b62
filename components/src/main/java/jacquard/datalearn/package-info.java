/**
 * Data sets and learners as {@linkplain jacquard.expression.Expr expressions}: a transformation is
 * an operation, and what a learner computes is written once for a sample and holds for numbers,
 * samples and data sets.
 */
@NullMarked
package jacquard.datalearn;

import org.jspecify.annotations.NullMarked;
