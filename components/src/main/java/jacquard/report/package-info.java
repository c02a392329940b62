/** What tells how a run goes: run directories with metrics; plugins for statistics, logs, a bar. */
@NullMarked
package jacquard.report;

import org.jspecify.annotations.NullMarked;
