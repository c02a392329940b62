package jacquard.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A switch that turns SIGTERM and SIGINT into "save and stop", with an exit code of its own.
 *
 * <pre>{@code
 * try (Autosave autosave = new Autosave(directory, System.err::println);
 *     StopOnSignal signal = new StopOnSignal(autosave)) {
 *   autosave.run(experiment, "main", Long.MAX_VALUE);
 * }
 * }</pre>
 *
 * <p>A signal stops the run of the Autosave after its present step, or as soon as it begins, and no
 * further run of it may begin. Then the process ends, once this object is closed and the thread
 * that made it has ended or called {@link #exit}, for which it has some seconds. The code is
 *
 * <table>
 * <caption>Exit codes after a signal</caption>
 * <tr><td>{@value #SAVED}</td><td>if the signal stopped the run, and its checkpoint is on the
 * disk</td></tr>
 * <tr><td>1</td><td>if the run failed or could not be saved, which is printed, or never began</td>
 * </tr>
 * <tr><td>0</td><td>if the run ended, or took all its steps, before the signal could stop it</td>
 * </tr>
 * <tr><td>any</td><td>that {@link #exit} is called with</td></tr>
 * </table>
 *
 * <p>With several, in as many threads, the process ends when all are closed, with the highest code
 * of them but that 1 comes before {@value #SAVED}.
 */
public final class StopOnSignal implements AutoCloseable {
  /** The exit code of a process that a signal has stopped, and whose run is saved. */
  public static final int SAVED = 75;

  private static final int FAILED = 1;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
  private static final long LOOK_MILLIS = 20;

  private static final List<StopOnSignal> OPEN = new ArrayList<>();
  private static @Nullable Thread hook;
  private static boolean isEnding;
  private static volatile @Nullable Integer exitCode;

  private final Autosave autosave;
  private final Thread owner = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Has signals stop the runs of an Autosave until this is closed.
   *
   * @throws IllegalStateException if the process is ending already
   */
  public StopOnSignal(Autosave autosave) {
    this.autosave = autosave;
    new Experiment().checkpoint().bytes(); // some classes it takes cannot be loaded at the end
    open(this);
  }

  private static void open(StopOnSignal signal) {
    synchronized (OPEN) {
      if (isEnding) {
        throw new IllegalStateException("a signal is about to end the process");
      }
      if (hook == null) {
        Thread thread = new Thread(StopOnSignal::end, "jacquard-stop");
        Runtime.getRuntime().addShutdownHook(thread);
        hook = thread;
      }
      OPEN.add(signal);
    }
  }

  /** Lets a signal that came end the process; without one, takes the switch away. */
  @Override
  public void close() {
    closed.countDown();
    close(this);
  }

  private static void close(StopOnSignal signal) {
    synchronized (OPEN) {
      OPEN.remove(signal);
      Thread thread = hook;
      if (OPEN.isEmpty() && thread != null && isTakenAway(thread)) {
        hook = null;
      }
    }
  }

  private static boolean isTakenAway(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false; // it is running: it ends the process
    }
  }

  /**
   * Ends the process with an exit code, as {@link System#exit} does, also when a signal is about to
   * end it.
   */
  public static void exit(int code) {
    exitCode = code;
    System.exit(code);
  }

  /** What the virtual machine runs when it was told to end; it ends itself when this returns. */
  private static void end() {
    List<StopOnSignal> all;
    synchronized (OPEN) {
      isEnding = true;
      all = List.copyOf(OPEN);
    }
    all.forEach(each -> each.autosave.end());
    for (StopOnSignal each : all) {
      if (!each.awaitClosed()) {
        return; // the program itself ends the process, in the middle of a run
      }
    }
    long patience = System.nanoTime() + PATIENCE;
    all.forEach(each -> each.awaitOwner(patience));
    if (!all.isEmpty()) {
      Runtime.getRuntime().halt(code(all));
    }
  }

  private static int code(List<StopOnSignal> all) {
    Integer said = exitCode;
    if (said != null) {
      return said;
    }
    List<Integer> codes = all.stream().map(StopOnSignal::code).toList();
    return codes.contains(FAILED) ? FAILED : codes.stream().mapToInt(each -> each).max().orElse(0);
  }

  private int code() {
    return switch (autosave.ending()) {
      case FINISHED -> {
        if (owner.isAlive() && !isExiting(owner)) {
          say("a signal has ended the process before what follows its run was done");
          yield FAILED;
        }
        yield 0;
      }
      case STOPPED -> SAVED;
      case FAILED -> {
        say("a signal has ended the process; the run failed: " + autosave.failure());
        yield FAILED;
      }
      case NONE -> {
        say("a signal has ended the process before its run began; nothing was saved");
        yield FAILED;
      }
    };
  }

  private static void say(String line) {
    System.err.println(line);
    System.err.flush();
  }

  /**
   * Waits until this is closed; false if it never will, since the run's thread ends the process.
   */
  private boolean awaitClosed() {
    while (!isClosedSoon()) {
      if (isExiting(owner) || isExiting(autosave.driver())) {
        return false;
      }
    }
    return true;
  }

  private boolean isClosedSoon() {
    try {
      return closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false; // nobody has reason to interrupt a hook
    }
  }

  /** Waits until the thread that made this has nothing more to say, or patience is over. */
  private void awaitOwner(long patience) {
    while (owner.isAlive() && !isExiting(owner) && System.nanoTime() < patience) {
      try {
        owner.join(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Whether a thread is in {@link System#exit}, where it waits for the hooks. */
  private static boolean isExiting(@Nullable Thread thread) {
    if (thread == null) {
      return false;
    }
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals("java.lang.Runtime")
          && frame.getMethodName().equals("exit")) {
        return true;
      }
    }
    return false;
  }
}
