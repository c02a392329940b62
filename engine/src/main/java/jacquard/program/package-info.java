/** Programs as data: trees that are built, checked, printed and started. */
@NullMarked
package jacquard.program;

import org.jspecify.annotations.NullMarked;
