/**
 * Runs that several machines keep: one member of a cluster owns a run, and another goes on with it
 * when that one is gone.
 *
 * <p>{@code components/CLUSTER.md} has the rules.
 */
@NullMarked
package jacquard.cluster;

import org.jspecify.annotations.NullMarked;
