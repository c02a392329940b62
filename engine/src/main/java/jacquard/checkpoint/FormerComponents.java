package jacquard.checkpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mark of a record's constructor that makes the record from the components an earlier version
 * had.
 *
 * <pre>{@code
 * record Layer(float[] weights, float rate) {
 *   @FormerComponents("weights")
 *   Layer(float[] weights) {
 *     this(weights, 0.1f);
 *   }
 * }
 * }</pre>
 *
 * <p>It is called when a checkpoint holds exactly these components, with values of the parameters'
 * types, and the record's own do not fit. So a record gains, loses, merges and converts components
 * in one place; one such constructor stands for each earlier version.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.CONSTRUCTOR)
public @interface FormerComponents {
  /** The saved components, in the order of the parameters. */
  String[] value();
}
