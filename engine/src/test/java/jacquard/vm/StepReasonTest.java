package jacquard.vm;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.program.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a failed step says of exceptions that are made badly. */
@Timeout(60)
class StepReasonTest {
  /** An exception whose message fails. */
  static final class BadMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  /** An exception whose message is endless. */
  static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("InfiniteRecursion") // that is what is tested
    public String getMessage() {
      return getMessage() + "!";
    }
  }

  private static void fails(RuntimeException thrown, String wanted) {
    for (boolean optimizes : new boolean[] {false, true}) {
      Vm run =
          Program.of(
                  repeat(
                      3,
                      call(
                          "throw",
                          () -> {
                            throw thrown;
                          })))
              .start();
      run.optimize(optimizes);
      StepException e = Expect.stepFails(run::run, "failed at /0 (call throw): " + wanted);
      assertEquals(StepException.Kind.CALL, e.kind());
      assertEquals(thrown, e.getCause());
    }
  }

  @Test
  void causesInACircle() {
    RuntimeException a = new RuntimeException((String) null);
    RuntimeException b = new RuntimeException((String) null);
    a.initCause(b);
    b.initCause(a);
    fails(a, "java.lang.RuntimeException. ");
  }

  @Test
  void theFirstMessageAmongCauses() {
    RuntimeException inner = new IllegalStateException("the reason");
    fails(new RuntimeException(null, new RuntimeException(null, inner)), "java.lang.Ill");
  }

  @Test
  void messagesThatFail() {
    fails(new BadMessage(), BadMessage.class.getName() + ": a message that cannot be had");
    fails(new Endless(), Endless.class.getName() + ": a message that cannot be had");
    fails(new RuntimeException(null, new BadMessage()), BadMessage.class.getName());
  }
}
