package jacquard.hook;

import jacquard.vm.Names;
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
