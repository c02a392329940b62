package jacquard.examples;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An option of an example that may be another one each time a run is resumed, since it changes no
 * bit of the run: who does the jobs, or where the data are.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface PerSession {}
