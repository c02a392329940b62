package jacquard.report;

import jacquard.experiment.Autosave;
import jacquard.experiment.Experiment;
import jacquard.program.Format;
import jacquard.program.Position;
import jacquard.program.Program;
import jacquard.trace.Profile;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's turn at the run of a {@link RunDirectory}: it notes where the run stands, writes
 * the log, which includes what hooks print, and has the metrics written.
 *
 * <p>The run never ends because one of these files cannot be written: {@link #warnTo} is called
 * once when that begins and once when it is over, what is due waits, and is tried again each
 * second. Only {@link #begin} and {@link #close} fail for it.
 *
 * <p>Both {@code run} methods do everything; a program that drives the run otherwise calls {@link
 * #failed} when a step fails, and {@link #close} in any case, after its {@link Autosave} has saved.
 */
public final class RunSession implements AutoCloseable, Observer {
  private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);
  private static final long PERIOD = 1_000_000_000;

  private final RunDirectory directory;
  private final Experiment experiment;
  private final Vm run;
  private final RunLock lock;
  private final List<RunState.Turn> earlier;
  private final double earlierSeconds;
  private final Instant started;
  private final Instant began;
  private final long begin = System.nanoTime();
  private final long from;
  private final Map<String, String> environment;
  private final @Nullable Metrics metrics;
  private final ProgramTable table;
  private final PrintedLines printed;
  private final RunLog log;
  private final RunTrouble logTrouble;
  private final RunTrouble stateTrouble;
  private volatile Consumer<String> warnings = LOG::warn;
  private long saved;
  private @Nullable Profile profile;
  private long noted = System.nanoTime();
  private @Nullable String error;
  private boolean isClosed;

  private RunSession(
      RunDirectory directory,
      Experiment experiment,
      Map<String, String> more,
      RunStart start,
      RunLock lock)
      throws IOException {
    this.directory = directory;
    began = directory.now();
    this.experiment = experiment;
    this.lock = lock;
    run = start.run();
    from = run.steps();
    environment = RunEnvironment.with(more);
    RunState before = start.before();
    earlier = before == null ? List.of() : before.sessions();
    earlierSeconds = before == null ? 0 : before.seconds();
    started = before == null ? began : before.started();
    saved = before == null ? -1 : before.saved();
    metrics = start.metrics();
    table = new ProgramTable(run, experiment.components());
    log = new RunLog(directory.logFile(), directory::now);
    logTrouble = new RunTrouble("the log of " + directory.path(), text -> warnings.accept(text));
    stateTrouble = new RunTrouble("the state of " + directory.path(), this::warn);
    saved = saved();
    directory.write(state(RunState.Status.RUNNING)); // first: what has a state was begun
    directory.writeProgram(text(experiment.program(directory.configuration().name())));
    log(start.words());
    environment.forEach((name, value) -> log(name + ": " + value));
    measure();
    run.observe(this);
    printed = new PrintedLines(run.printer(), this::log);
    run.printTo(printed);
  }

  static RunSession begin(
      RunDirectory directory,
      Experiment experiment,
      Map<String, String> more,
      RunStart start,
      RunLock lock) {
    try {
      return new RunSession(directory, experiment, more, start, lock);
    } catch (IOException e) {
      takeBack(directory, start, e);
      throw new RunException("cannot write into " + directory.path() + ": " + RunFile.reason(e), e);
    } catch (Throwable e) { // memory may run out too
      takeBack(directory, start, e);
      throw e;
    }
  }

  /** A run that has not begun has no state. */
  private static void takeBack(RunDirectory directory, RunStart start, Throwable failure) {
    if (start.before() == null) {
      removeState(directory, failure);
    }
  }

  private static void removeState(RunDirectory directory, Throwable failure) {
    try {
      directory.removeState();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static String text(Program program) {
    try {
      return program.print(Format.PLAIN);
    } catch (ProgramException e) { // a lambda or a hook that has no text
      return program.print(Format.TEXT);
    }
  }

  private void measure() throws IOException {
    RowFiles.within(run, directory.path());
    if (metrics == null) {
      return;
    }
    metrics.warn(this::warn);
    long missing = metrics.writeInto(directory.path());
    if (missing > 0) {
      warn(
          String.format(
              Locale.ROOT, "%,d rows of metrics that were written before are missing", missing));
    }
  }

  /**
   * Sends warnings somewhere else than to the log of the process (SLF4J), such as that a file
   * cannot be written; they are in the run's own log too.
   */
  public RunSession warnTo(Consumer<String> listener) {
    warnings = listener;
    return this;
  }

  /**
   * Takes steps until the program ends, {@code until} steps are taken in all, or it is stopped, and
   * saves checkpoints as told.
   *
   * @param policies such as {@code autosave -> autosave.every(Duration.ofMinutes(5)).keep(3)}
   * @return whether the program has ended
   * @throws jacquard.vm.StepException if a step fails
   * @throws jacquard.checkpoint.CheckpointException if the last state cannot be saved
   */
  public boolean run(long until, Consumer<Autosave> policies) {
    try (Autosave autosave = new Autosave(directory.checkpoints(), this::warn)) {
      policies.accept(autosave);
      return run(autosave, until);
    } catch (RuntimeException | Error e) {
      failed(e);
      throw e;
    }
  }

  /**
   * Takes steps as {@link #run(long, Consumer)} does, with an Autosave of the caller's, which saves
   * into the directory's {@link RunDirectory#checkpoints}.
   */
  public boolean run(Autosave autosave, long until) {
    try {
      autosave.whenHeld(this::noteHeld);
      return autosave.run(experiment, directory.configuration().name(), until);
    } catch (RuntimeException | Error e) {
      failed(e);
      throw e;
    }
  }

  /** Notes that the run has failed; it is so until it is resumed. */
  public void failed(Throwable failure) {
    if (error != null) {
      return; // the first reason counts
    }
    String message = failure.getMessage();
    error = message == null || message.isBlank() ? failure.toString() : message;
    log("failed: " + error);
    saved = saved();
    log(
        saved < 0
            ? "nothing was saved"
            : String.format(Locale.ROOT, "the newest checkpoint is that of step %,d", saved));
  }

  /** Writes a warning into the log, and tells whom {@link #warnTo} names. */
  public void warn(String text) {
    log(text);
    warnings.accept(text);
  }

  /** Writes lines into the log, with the time; while that is not possible, they wait in memory. */
  public void log(String text) {
    log.add(text);
    logTrouble.attempt(log::write);
  }

  @Override
  public boolean everyStep() {
    return false;
  }

  @Override
  public void onStep(long step, Jump jump) {
    long time = System.nanoTime();
    if (time - noted > PERIOD) {
      noted = time;
      noteHeld();
    }
  }

  /** Keeps what a profile of the run has measured, as far as it is when something is noted. */
  public void keep(Profile measured) {
    profile = measured;
  }

  /** Notes where a run that is paused, but not at its end, stands. */
  public void noteHeld() {
    stateTrouble.attempt(() -> write(RunState.Status.RUNNING));
    logTrouble.attempt(log::write);
    flushRows();
  }

  private void flushRows() {
    try {
      if (metrics != null) {
        metrics.flush();
      }
    } catch (IOException e) {
      // They wait on; that they do was said when they were added.
    }
  }

  private void write(RunState.Status status) throws IOException {
    saved = saved();
    directory.writeTable(table.csv(profile)); // first: a run that is finished is not written again
    directory.write(state(status));
  }

  private RunState state(RunState.Status status) {
    Position position = Position.of(run);
    List<RunState.Turn> sessions = new ArrayList<>(earlier);
    boolean isOver = status != RunState.Status.RUNNING;
    sessions.add(
        new RunState.Turn(from, run.steps(), began, isOver ? directory.now() : null, environment));
    return new RunState(
        status,
        run.steps(),
        saved,
        position.words(),
        position.done(),
        earlierSeconds + (System.nanoTime() - begin) / 1e9,
        started,
        directory.now(),
        error,
        sessions);
  }

  /** How many steps the newest checkpoint has; if none is to be seen, what was seen last. */
  private long saved() {
    try {
      List<Path> files = directory.newestFirst();
      return files.isEmpty() ? saved : RunDirectory.steps(files.getFirst());
    } catch (RunException e) {
      return saved;
    }
  }

  /**
   * Notes where the run stands now, and gives the directory free.
   *
   * @throws RunException if that cannot be written; checkpoints that were saved are whole
   */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    RunTrouble metricsTrouble = new RunTrouble("the metrics of " + directory.path(), this::warn);
    try {
      end(metricsTrouble);
    } finally {
      unlock();
    }
    requireWritten(List.of(stateTrouble, metricsTrouble, logTrouble));
  }

  private void end(RunTrouble metricsTrouble) {
    run.unobserve(this);
    if (run.printer() == printed) { // nobody has it print elsewhere since
      run.printTo(printed.printer());
    }
    metricsTrouble.attemptLast(this::endRows);
    saved = saved();
    RunState.Status status = status();
    log(String.format(Locale.ROOT, "%s after %,d steps", status.word(), run.steps()));
    stateTrouble.attemptLast(() -> write(status));
    logTrouble.attemptLast(log::write);
    directory.sweep();
  }

  private void endRows() throws IOException {
    try {
      RowFiles.flush(run);
    } finally {
      if (metrics != null) {
        metrics.stopWriting();
      }
    }
  }

  private void unlock() {
    try {
      lock.close();
    } catch (IOException e) {
      warn("cannot unlock " + directory.path() + ": " + RunFile.reason(e));
    }
  }

  /** The status that is true: finished and paused only if that very state is saved. */
  private RunState.Status status() {
    if (error != null) {
      return RunState.Status.FAILED;
    }
    if (saved != run.steps()) {
      error =
          String.format(
              Locale.ROOT,
              "the state after %,d steps was not saved; %s",
              run.steps(),
              saved < 0
                  ? "nothing was"
                  : String.format(Locale.ROOT, "the newest checkpoint is that of step %,d", saved));
      return RunState.Status.INTERRUPTED;
    }
    return run.isDone() ? RunState.Status.FINISHED : RunState.Status.PAUSED;
  }

  private void requireWritten(List<RunTrouble> troubles) {
    for (RunTrouble each : troubles) {
      if (each.isThere()) {
        throw new RunException(
            String.format(
                Locale.ROOT,
                "cannot write %s, which is at step %,d: %s; %s",
                each.what(),
                run.steps(),
                each.reason(),
                saved == run.steps()
                    ? "its checkpoint is whole, resume the run when there is space"
                    : "its newest checkpoint is that of step " + saved),
            each.failure());
      }
    }
  }
}
