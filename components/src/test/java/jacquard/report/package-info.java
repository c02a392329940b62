@NullMarked
package jacquard.report;

import org.jspecify.annotations.NullMarked;
