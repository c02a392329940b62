package jacquard.hook;

import jacquard.vm.ProgramException;
import jacquard.vm.Shown;

/** The writing of text between quotes. */
final class Quotes {
  private Quotes() {}

  /**
   * Text between quotes, as it is read again.
   *
   * @throws ProgramException if it cannot be read again
   */
  static String quoted(String text) {
    if (text.chars().anyMatch(c -> c == '"' || Character.isISOControl(c))) {
      throw new ProgramException(
          "a name with quotes, line breaks or other control characters cannot be written: "
              + Shown.value(text));
    }
    return '"' + text + '"';
  }
}
