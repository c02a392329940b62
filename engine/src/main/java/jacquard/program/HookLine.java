package jacquard.program;

import jacquard.vm.Hook;
import jacquard.vm.ProgramException;

/**
 * A hook and where to put it, as a person writes them in one line.
 *
 * <pre>
 * line   = when "(" selector ")" { ".every(" N ")" | ".lenient" } ":" action
 * when   = "before" | "after" | "around"
 * action = "print" ["(" value { "," value } ")"]      where the run stands, and values
 *        | "time"                                     how long it took; around only
 *        | "assert-finite" ["(" component ")"]        fails on NaN and infinity
 *        | "checkpoint" ["(" name ")"]                asks for a checkpoint after the step
 *        | "plot(" value ["," file] ")"               a CSV file of step and value
 *        | component "." method ["(" types ")"] ["as" name]
 * value  = "args" | "result" | "step" | "path" | component "." method
 * </pre>
 *
 * @param selector where to put it; {@link Selector#parse} knows the notation
 * @param hook what is told
 */
public record HookLine(Selector selector, Hook hook) {
  /** A right one, for messages. */
  public static final String EXAMPLE =
      "after(layer1.cd1Update).every(100): print(layer1.weightNorm)";

  /**
   * Reads a line.
   *
   * @param components those it may name
   * @throws ProgramException saying where the line is wrong, with an example
   */
  public static HookLine parse(String line, Components components) {
    TextCursor cursor = new TextCursor("a hook", EXAMPLE, line);
    HookReader reader = new HookReader(cursor, components, components::method);
    Hook.When when = reader.when();
    cursor.expect('(');
    Selector selector = Selector.read(cursor);
    cursor.expect(')');
    Hook hook = reader.told(when);
    cursor.expectEnd();
    return new HookLine(selector, hook);
  }

  /**
   * The program with the hook put in.
   *
   * @throws ProgramException if the selector matches nothing
   */
  public Rewrite in(Program program) {
    return program.find(selector).hook(hook);
  }
}
