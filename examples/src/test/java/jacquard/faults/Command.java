package jacquard.faults;

import jacquard.examples.Ran;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicReference;

/** The examples' command in this virtual machine, which does not wait for it for ever. */
final class Command {
  private static final long PATIENCE_MILLIS = 120_000;

  private Command() {}

  /** Thrown when a command does not end; says where it hangs. */
  static final class HangsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HangsException(String message) {
      super(message);
    }
  }

  /** Runs the command; an Error that it throws is what it printed, with code 1. */
  static Ran run(String... args) {
    AtomicReference<Ran> ran = new AtomicReference<>(new Ran(-1, "", ""));
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("faults")
            .start(
                () -> {
                  try {
                    ran.set(Ran.of(args));
                  } catch (Throwable e) { // as the virtual machine prints it and ends with 1
                    StringWriter trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace, true));
                    ran.set(new Ran(1, "", "uncaught: " + trace));
                  }
                });
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (thread.isAlive()) {
      throw new HangsException(stacks());
    }
    return ran.get();
  }

  private static String stacks() {
    StringBuilder all = new StringBuilder("the command hangs:\n");
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (stack.length > 0 && !thread.getName().equals("main")) {
                all.append(thread).append('\n');
                for (StackTraceElement each : stack) {
                  all.append("    ").append(each).append('\n');
                }
              }
            });
    return all.toString();
  }
}
