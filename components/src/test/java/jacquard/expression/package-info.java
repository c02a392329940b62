@NullMarked
package jacquard.expression;

import org.jspecify.annotations.NullMarked;
