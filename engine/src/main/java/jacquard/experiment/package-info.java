/** Experiments: named components and programs as one object that is run, saved and moved. */
@NullMarked
package jacquard.experiment;

import org.jspecify.annotations.NullMarked;
