package jacquard.hook;

import jacquard.vm.Hook;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import java.util.Locale;

/** A hook that has a name and can be written as text. */
public sealed interface NamedHook permits AssertFinite, Mark, Plot, Print, Time {
  /**
   * What {@link jacquard.program.HookLine} reads as this hook, such as {@code
   * print(layer1.weightNorm)}.
   *
   * @param names of the components
   * @throws ProgramException if it looks at a component without a name
   */
  String text(Names names);

  /**
   * Refuses to be put where it could only fail.
   *
   * @throws ProgramException saying why
   */
  default void check(Hook.When when, Node node) {}

  /** Has a hook refuse to be put where it could only fail, if it is one of these. */
  static void check(Hook hook, Node node) {
    if (hook.call().method().receiver() instanceof NamedHook named) {
      named.check(hook.when(), node);
    }
  }

  /** The name of a component that a hook looks at. */
  static String name(Object component, Names names) {
    String name = names.of(component);
    if (name == null) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "the component it looks at, a %s, has no name; give it one, as with Program.naming",
              component.getClass().getName()));
    }
    return name;
  }
}
