package jacquard.vm;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Expected failures, with what their messages must tell. */
public final class Expect {
  private Expect() {}

  /** Something a program may not ask for is refused. */
  public static void refused(Executable action, String... parts) {
    thrown(ProgramException.class, action, parts);
  }

  /** A step fails. */
  public static StepException stepFails(Executable action, String... parts) {
    return thrown(StepException.class, action, parts);
  }

  /** Something throws an exception of a class, whose message has all these parts. */
  public static <T extends Throwable> T thrown(Class<T> type, Executable action, String... parts) {
    T thrown = assertThrows(type, action);
    String message = String.valueOf(thrown.getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
    return thrown;
  }
}
