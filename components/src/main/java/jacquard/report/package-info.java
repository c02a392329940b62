/**
 * What tells how a run goes: run directories with metrics; plugins for statistics, logs, a bar; and
 * meters for Micrometer.
 *
 * <p>It stands on the engine's {@link jacquard.event} and {@link jacquard.experiment}, and for its
 * meters on {@link jacquard.flow}; no other library of the project stands on it.
 */
@NullMarked
package jacquard.report;

import org.jspecify.annotations.NullMarked;
