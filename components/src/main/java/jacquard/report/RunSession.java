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
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One process's turn at the run of a {@link RunDirectory}: it notes where the run stands, writes
 * the log, into which goes what hooks print too, and has the metrics written.
 *
 * <p>{@link #run} does everything; who drives the run otherwise calls {@link #failed} when a step
 * fails, and {@link #close} in any case.
 */
public final class RunSession implements AutoCloseable, Observer {
  private static final long PERIOD = 1_000_000_000;

  private final RunDirectory directory;
  private final Experiment experiment;
  private final Vm run;
  private final RunLock lock;
  private final List<RunState.Turn> earlier;
  private final double earlierSeconds;
  private final Instant started;
  private final Instant began = now();
  private final long begin = System.nanoTime();
  private final long from;
  private final Map<String, String> environment;
  private final List<Metrics> metrics;
  private final ProgramTable table;
  private final PrintedLines printed;
  private @Nullable Profile profile;
  private long noted = System.nanoTime();
  private @Nullable String error;

  private RunSession(
      RunDirectory directory, Experiment experiment, Map<String, String> more, RunLock lock)
      throws IOException {
    this.directory = directory;
    this.experiment = experiment;
    this.lock = lock;
    String program = directory.configuration().name();
    run = experiment.run(program);
    from = run.steps();
    environment = environment(more);
    RunState before = directory.lastState();
    earlier = before == null ? List.of() : before.sessions();
    earlierSeconds = before == null ? 0 : before.seconds();
    started = before == null ? began : before.started();
    metrics =
        experiment.components().byName().values().stream()
            .filter(Metrics.class::isInstance)
            .map(Metrics.class::cast)
            .toList();
    if (metrics.size() > 1) {
      throw new RunException("an experiment has one component of metrics, not " + metrics.size());
    }
    directory.writeProgram(text(experiment.program(program)));
    table = new ProgramTable(run, experiment.components());
    log(
        earlier.isEmpty()
            ? "began " + program
            : String.format(Locale.ROOT, "went on with %s at step %,d", program, from));
    environment.forEach((name, value) -> log(name + ": " + value));
    RowFiles.within(run, directory.path());
    for (Metrics each : metrics) {
      each.warn(this::log);
      long missing = each.writeInto(directory.path());
      if (missing > 0) {
        log(
            String.format(
                Locale.ROOT, "%,d rows of metrics that were written before are missing", missing));
      }
    }
    note(RunState.Status.RUNNING);
    run.observe(this);
    printed = new PrintedLines(run.printer(), this::log);
    run.printTo(printed);
  }

  static RunSession begin(
      RunDirectory directory, Experiment experiment, Map<String, String> more, RunLock lock) {
    try {
      return new RunSession(directory, experiment, more, lock);
    } catch (IOException | RuntimeException e) {
      unlock(lock, e);
      throw e instanceof RuntimeException plain
          ? plain
          : new RunException("cannot write into " + directory.path() + ": " + e, e);
    }
  }

  private static void unlock(RunLock lock, Exception failure) {
    try {
      lock.close();
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

  private static Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>();
    String version = RunSession.class.getPackage().getImplementationVersion();
    all.put("jacquard", version == null ? "from classes, without a version" : version);
    all.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    all.put(
        "system",
        String.format(
            Locale.ROOT,
            "%s %s, %s, %d processors",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors()));
    all.putAll(more);
    return all;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Takes steps until the program ends, {@code until} steps are taken in all, or it is stopped, and
   * saves checkpoints as told.
   *
   * @param policies such as {@code autosave -> autosave.every(Duration.ofMinutes(5)).keep(3)}
   * @return whether the program has ended
   * @throws jacquard.vm.StepException if a step fails; the state before it is saved
   */
  public boolean run(long until, Consumer<Autosave> policies) {
    try (Autosave autosave = new Autosave(directory.checkpoints(), this::log)) {
      policies.accept(autosave.whenHeld(this::noteHeld));
      return autosave.run(experiment, directory.configuration().name(), until);
    } catch (RuntimeException e) {
      failed(e);
      throw e;
    }
  }

  /** Notes that the run has failed; it is so until it is resumed. */
  public void failed(Throwable failure) {
    String message = failure.getMessage();
    error = message == null || message.isBlank() ? failure.toString() : message;
    log("failed: " + error);
  }

  /** Writes lines into the log, with the time. */
  public void log(String text) {
    String time = now().toString();
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(time).append("  ").append(line).append('\n'));
    try {
      Files.writeString(
          directory.logFile(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RunException("cannot write the log of " + directory.path() + ": " + e, e);
    }
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
      try {
        note(RunState.Status.RUNNING);
      } catch (IOException e) {
        throw cannotNote(e);
      }
    }
  }

  private void note(RunState.Status status) throws IOException {
    Position position = Position.of(run);
    List<RunState.Turn> sessions = new ArrayList<>(earlier);
    boolean isOver = status != RunState.Status.RUNNING;
    sessions.add(new RunState.Turn(from, run.steps(), began, isOver ? now() : null, environment));
    directory.write(
        new RunState(
            status,
            run.steps(),
            position.words(),
            position.done(),
            earlierSeconds + (System.nanoTime() - begin) / 1e9,
            started,
            now(),
            error,
            sessions));
    directory.writeTable(table.csv(profile));
  }

  /** Keeps what a profile of the run has measured, as far as it is when something is noted. */
  public void keep(Profile measured) {
    profile = measured;
  }

  /** Notes where a run that is paused, but not at its end, stands. */
  public void noteHeld() {
    try {
      note(RunState.Status.RUNNING);
    } catch (IOException e) {
      throw cannotNote(e);
    }
  }

  private RunException cannotNote(IOException e) {
    return new RunException("cannot write the state of " + directory.path() + ": " + e, e);
  }

  /**
   * Notes where the run stands now, and gives the directory free.
   *
   * @throws RunException if it cannot be written
   */
  @Override
  public void close() {
    run.unobserve(this);
    if (run.printer() == printed) { // nobody has it print elsewhere since
      run.printTo(printed.printer());
    }
    try (lock) {
      IOException unwritten = stopWriting();
      RunState.Status status = status();
      log(String.format(Locale.ROOT, "%s after %,d steps", status.word(), run.steps()));
      note(status);
      if (unwritten != null) {
        throw unwritten;
      }
    } catch (IOException e) {
      throw new RunException("cannot write into " + directory.path() + ": " + e, e);
    }
  }

  /** Writes what waits to be; what cannot be written, or null. */
  private @Nullable IOException stopWriting() {
    IOException unwritten = null;
    try {
      RowFiles.flush(run);
    } catch (IOException e) {
      unwritten = e;
    }
    for (Metrics each : metrics) {
      try {
        each.stopWriting();
      } catch (IOException e) {
        unwritten = e;
      }
    }
    return unwritten;
  }

  private RunState.Status status() {
    if (error != null) {
      return RunState.Status.FAILED;
    }
    return run.isDone() ? RunState.Status.FINISHED : RunState.Status.PAUSED;
  }
}
