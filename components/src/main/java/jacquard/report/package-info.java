/** Plugins that tell how a run goes: statistics, logs, a progress bar. */
@NullMarked
package jacquard.report;

import org.jspecify.annotations.NullMarked;
