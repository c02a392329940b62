/**
 * Laws of programs and arbitraries of random ones, for property tests of one's own constructs,
 * generators and components.
 *
 * <p>{@link jacquard.laws.Laws} states the laws; {@link jacquard.laws.Specs} generates random
 * programs; {@link jacquard.laws.Model} is the plain interpreter they are compared with.
 */
@NullMarked
package jacquard.laws;

import org.jspecify.annotations.NullMarked;
