package jacquard.report;

import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one run: what it was asked to be, where it stands, what it measured, its
 * checkpoints and its log. Processes take turns at the run; each is a {@link RunSession}.
 *
 * <p>Each file is either replaced as a whole or only written at its end, so none is damaged when a
 * process is killed. {@code RUNS.md} describes them.
 */
public final class RunDirectory {
  private static final String CONFIGURATION = "run.json";
  private static final String STATE = "state.json";
  private static final String PROGRAM = "program.txt";
  private static final String LOG = "log.txt";

  private final Path path;
  private final RunConfiguration configuration;

  private RunDirectory(Path path, RunConfiguration configuration) {
    this.path = path;
    this.configuration = configuration;
  }

  /**
   * A new run in a directory that is empty or not there yet.
   *
   * @throws RunException if there is something, or it cannot be written
   */
  public static RunDirectory create(Path path, RunConfiguration configuration) {
    try {
      if (isRun(path)) {
        throw new RunException(path + " has a run already; resume it, or choose another directory");
      }
      if (Files.exists(path) && !isEmpty(path)) {
        throw new RunException(path + " is not empty; a run wants a directory of its own");
      }
      Files.createDirectories(path.resolve("checkpoints"));
      RunFile.write(path.resolve(CONFIGURATION), configuration.asMap());
      return new RunDirectory(path, configuration);
    } catch (IOException e) {
      throw new RunException("cannot write a run into " + path + ": " + e, e);
    }
  }

  private static boolean isEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /**
   * The run in a directory.
   *
   * @throws RunException if there is none, or its configuration cannot be read
   */
  public static RunDirectory open(Path path) {
    if (!isRun(path)) {
      throw new RunException(path + " is no run directory: it has no " + CONFIGURATION);
    }
    Path file = path.resolve(CONFIGURATION);
    return new RunDirectory(path, RunConfiguration.of(file, RunFile.read(file)));
  }

  /** Whether there is a run in a directory. */
  public static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve(CONFIGURATION));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** What the run was asked to be. */
  public RunConfiguration configuration() {
    return configuration;
  }

  /**
   * Where the run stands; none before its first session.
   *
   * @throws RunException if the file cannot be read
   */
  public Optional<RunState> state() {
    try {
      boolean isHeld = RunLock.isHeld(path); // before the file is read: a session writes, unlocks
      RunState state = lastState();
      return Optional.ofNullable(
          state != null && state.status() == RunState.Status.RUNNING && !isHeld
              ? state.interrupted()
              : state);
    } catch (IOException e) {
      throw new RunException("cannot look into " + path + ": " + e, e);
    }
  }

  /** The program as text; none before the first session. */
  public Optional<String> program() {
    return text(path.resolve(PROGRAM));
  }

  /** The log: a line for each thing that happened, with its time. */
  public Optional<String> log() {
    return text(path.resolve(LOG));
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new RunException("cannot read " + file + ": " + e, e);
    }
  }

  /** What was measured, in the order it was; nothing before the first session. */
  public List<MetricRow> metrics() {
    Path csv = path.resolve(MetricsFile.CSV);
    return Files.exists(csv) ? MetricsFile.read(csv) : List.of();
  }

  /** Where its checkpoints are. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** Whether there is a checkpoint to go on from; else the run begins at its beginning. */
  public boolean hasCheckpoint() {
    try {
      return Files.isDirectory(checkpoints())
          && !new CheckpointDirectory(checkpoints()).newestFirst().isEmpty();
    } catch (IOException e) {
      throw new RunException("cannot look into " + checkpoints() + ": " + e, e);
    }
  }

  /**
   * The experiment as its newest whole checkpoint has it.
   *
   * @param attached data sets to take for those that were saved by reference, by fingerprint
   * @param types classes of one's own that it may hold, beside those of the jars
   * @throws jacquard.checkpoint.CheckpointException if there is none
   */
  public CheckpointDirectory.Resumed resume(Map<String, Object> attached, Class<?>... types) {
    return CheckpointDirectory.resume(checkpoints(), attached, types);
  }

  /**
   * Begins a turn at the run: the program's text is written, and the experiment's {@link Metrics},
   * if it has them, write here until the session is closed.
   *
   * @param experiment whose program {@code configuration().name()} is started, or resumed
   * @param environment what to note beside the versions of Jacquard, Java and the system, such as
   *     {@code computing}
   * @throws RunException if another session is at it, or it cannot be written
   */
  public RunSession begin(Experiment experiment, Map<String, String> environment) {
    RunLock lock;
    try {
      lock = RunLock.take(path);
    } catch (IOException e) {
      throw new RunException("cannot lock " + path + ": " + e, e);
    }
    if (lock == null) {
      throw new RunException(
          path + " is being run by another process; stop that one first, or wait for it");
    }
    return RunSession.begin(this, experiment, environment, lock);
  }

  /** What was last noted, or null. */
  @Nullable RunState lastState() {
    Path file = path.resolve(STATE);
    return Files.exists(file) ? RunState.of(file, RunFile.read(file)) : null;
  }

  void write(RunState state) throws IOException {
    RunFile.write(path.resolve(STATE), state.asMap());
  }

  void writeProgram(String text) throws IOException {
    RunFile.write(path.resolve(PROGRAM), text);
  }

  void writeTable(String text) throws IOException {
    RunFile.write(path.resolve(ProgramTable.FILE), text);
  }

  /** The nodes of the program; none before the first session. */
  List<ProgramTable.Row> table() {
    return ProgramTable.read(path.resolve(ProgramTable.FILE));
  }

  Path logFile() {
    return path.resolve(LOG);
  }
}
