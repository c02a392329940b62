package jacquard.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The construct that runs its selector, child 0, and then the one option it names.
 *
 * <p>Both get the Choose's own values. The selector gives exactly one value: a boolean (false 0,
 * true 1) or an integer that counts the options from 0 (golden vectors {@code choose-*}).
 */
public final class Choose extends ControlFlow<Choose.Locals> {
  /** Which option was chosen. */
  public static final class Locals extends Frame {
    private static final int UNDECIDED = -1;

    int option = UNDECIDED;

    @Override
    protected boolean reset() {
      option = UNDECIDED;
      return true;
    }
  }

  @Override
  public Locals start() {
    return new Locals();
  }

  @Override
  @Nullable Args body(Locals f, Task self) {
    if (f.option == Locals.UNDECIDED) {
      Args reply = self.enter(0, f.args);
      if (reply == null) {
        return null;
      }
      f.option = selected(reply, self.size() - 1);
    }
    return self.enter(1 + f.option, f.args);
  }

  private static int selected(Args reply, int options) {
    if (!reply.isSingle()) {
      throw new ProgramException(
          "CHOOSE selector must return exactly one value, but gave " + reply);
    }
    long index =
        switch (reply.get(0)) {
          case Boolean b -> b ? 1 : 0;
          case Byte b -> b;
          case Short s -> s;
          case Integer i -> i;
          case Long l -> l;
          case Object other ->
              throw new ProgramException(
                  "CHOOSE selector must return a boolean or an integer, but gave "
                      + Shown.value(other));
        };
    if (index < 0 || index >= options) {
      throw new ProgramException(
          "CHOOSE index "
              + index
              + " not in 0.."
              + (options - 1)
              + "; add an option or correct it");
    }
    return (int) index;
  }

  @Override
  public void check(List<Node> children) {
    if (children.size() < 2) {
      throw new ProgramException(
          "a choose needs a selector and at least one option; seq() serves as an empty option");
    }
  }

  @Override
  public String word() {
    return "choose";
  }
}
