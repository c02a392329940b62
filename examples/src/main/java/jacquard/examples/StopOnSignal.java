package jacquard.examples;

import jacquard.experiment.Autosave;
import java.util.concurrent.CountDownLatch;

/**
 * A hook that turns SIGTERM and SIGINT into "save and stop", with an exit code of its own.
 *
 * <p>The virtual machine runs the hook when it is told to end, and ends when the hook returns; so
 * the hook waits for the run to be saved and ends the process itself.
 */
final class StopOnSignal implements AutoCloseable {
  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook;

  StopOnSignal(Autosave autosave) {
    this.hook =
        new Thread(
            () -> {
              autosave.stop();
              awaitSaved();
              Runtime.getRuntime().halt(Main.SAVED);
            },
            "jacquard-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void awaitSaved() {
    try {
      saved.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets a waiting hook go on; without a signal, takes the hook away. */
  @Override
  public void close() {
    saved.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is running: it ends the process.
    }
  }
}
