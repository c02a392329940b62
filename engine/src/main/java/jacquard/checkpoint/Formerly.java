package jacquard.checkpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The earlier names of a class, method, enum constant or field, under which older checkpoints know
 * it.
 *
 * <pre>{@code
 * @Formerly("old.project.Model")
 * public final class Learner implements Stateful {
 *   @Formerly("w")
 *   private float[] weights = {};
 *
 *   @Formerly("train")
 *   public void update(float[] batch) { .. }
 * }
 * }</pre>
 *
 * <p>A class is named in full, as {@link Class#getName} gives it ({@code old.Outer$Inner}). Its
 * member classes keep their names within it, so that they need no annotation of their own when it
 * moves. A field is one whose name {@link Stateful#state} uses, a local of a {@link
 * jacquard.vm.Frame}, an enum constant or a record's component. Several renamings are listed in any
 * order. {@code engine/docs/EVOLUTION.md} has the rules.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface Formerly {
  /** The earlier names. */
  String[] value();
}
