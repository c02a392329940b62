package jacquard.experiment;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A program of somebody's own that a signal reaches in a phase that is given. */
final class SignalTarget {
  private static final long ROUNDS = 50;

  private final Path directory;
  private final String phase;
  private final Work work = new Work();
  private boolean wasHere;
  private int writes;

  private SignalTarget(Path directory, String phase) {
    this.directory = directory;
    this.phase = phase;
  }

  /** A component that does something in one of its calls, and when it is copied. */
  static final class Work implements Stateful {
    private long calls;
    private transient Runnable inCall = () -> {};
    private transient Runnable inState = () -> {};

    @Override
    public void state(State s) {
      calls = s.value("calls", calls);
      inState.run();
    }

    void call() {
      inCall.run();
      calls++;
    }
  }

  /** Takes a directory and a phase. */
  public static void main(String[] args) {
    new SignalTarget(Path.of(args[0]), args[1]).run();
  }

  private void run() {
    Experiment experiment =
        new Experiment()
            .types(Work.class)
            .component("work", work)
            .program("main", repeat(ROUNDS, call(work::call)));
    experiment.start("main");
    try (Autosave autosave =
            new Autosave(directory, SignalTarget::warn, this::write, System::nanoTime);
        StopOnSignal signal = new StopOnSignal(autosave)) {
      prepare(autosave);
      long until = phase.equals("last step") ? 22 : Long.MAX_VALUE;
      boolean done = autosave.run(experiment, "main", until);
      System.out.println(done ? "DONE" : "PAUSED");
    }
    if (phase.equals("exit")) {
      StopOnSignal.exit(7);
    }
  }

  private void prepare(Autosave autosave) {
    switch (phase) {
      case "before" -> awaitSignal(autosave);
      case "copying" -> work.inState = () -> awaitSignal(autosave);
      case "step", "last step", "exit", "full" -> work.inCall = () -> inCall(10, autosave);
      case "failing" -> work.inCall = () -> fail(autosave);
      case "held" -> autosave.whenHeld(this::ready).hold();
      case "system exit" -> work.inCall = this::exit;
      case "writing" -> waitInWrite = () -> awaitSignal(autosave);
      default -> throw new IllegalArgumentException(phase);
    }
  }

  private static void warn(String line) {
    System.err.println(line);
  }

  private Runnable waitInWrite = () -> {};

  private void write(Checkpoint checkpoint, Path file) {
    waitInWrite.run();
    if (phase.equals("full") && writes++ > 0) {
      throw new UncheckedIOException(new IOException("No space left on device"));
    }
    checkpoint.write(file);
  }

  private void inCall(long call, Autosave autosave) {
    if (work.calls == call) {
      awaitSignal(autosave);
    }
  }

  private void fail(Autosave autosave) {
    if (work.calls == 10) {
      awaitSignal(autosave);
      throw new IllegalArgumentException("of the component");
    }
  }

  private void exit() {
    if (work.calls == 10) {
      System.exit(9);
    }
  }

  private void ready() {
    if (!wasHere) {
      wasHere = true;
      System.out.println("READY");
    }
  }

  /** Waits until the signal has come, and the file that lets the run go on is there. */
  private void awaitSignal(Autosave autosave) {
    if (wasHere) {
      return;
    }
    ready();
    while (!autosave.isStopped() || !Files.exists(directory.resolve("go"))) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
