/**
 * Data sets and learners as {@linkplain jacquard.expression.Expr expressions}: a transformation is
 * an operation, and what a learner computes is written once for a sample and holds for numbers,
 * samples and data sets.
 *
 * <p>It stands on {@link jacquard.expression}, and on {@link jacquard.data} and {@link
 * jacquard.learn}, whose data sets and components it takes as they are. {@code
 * components/DATALEARN.md} is its page.
 */
@NullMarked
package jacquard.datalearn;

import org.jspecify.annotations.NullMarked;
