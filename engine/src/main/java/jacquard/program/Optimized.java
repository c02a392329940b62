package jacquard.program;

import jacquard.vm.Args;
import jacquard.vm.Vm;
import java.util.List;
import java.util.Locale;

/**
 * A program whose runs make many calls in one go, and what they do otherwise.
 *
 * <p>The program is the same tree: paths, steps, frames, checkpoints and results are those of a
 * plain run ({@code engine/docs/OPTIMIZER.md}).
 *
 * @param program the program
 * @param rewrites what is done otherwise, in the order of the program
 */
public record Optimized(Program program, List<Rewrite> rewrites) {
  /**
   * One thing that is done otherwise, or stays as it is.
   *
   * @param path of the node
   * @param rule {@code fuse}, {@code in place}, {@code batch}, {@code chain}, or {@code keep} for
   *     what is not optimized
   * @param before what the program says
   * @param after what an optimized run does
   * @param why that keeps the bits, or why it stays
   */
  public record Rewrite(String path, String rule, String before, String after, String why) {
    @Override
    public String toString() {
      String change = after.isEmpty() ? before : before + " -> " + after;
      return String.format(Locale.ROOT, "%s  %s: %s (%s)", path, rule, change, why);
    }
  }

  /** A run of the program on positional values, before its first step. */
  public Vm start(Object... values) {
    Vm run = program.start(Args.of(values));
    run.optimize(true);
    return run;
  }

  /** One rewrite a line. */
  public String explain() {
    StringBuilder text = new StringBuilder();
    rewrites.forEach(rewrite -> text.append(rewrite).append('\n'));
    return text.toString();
  }
}
