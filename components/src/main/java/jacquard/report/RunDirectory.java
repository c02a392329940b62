package jacquard.report;

import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final String CHECKPOINTS = "checkpoints";
  private static final Pattern STEPS = Pattern.compile("step-(\\d{12,19})\\..*");

  private final Path path;
  private final RunConfiguration configuration;
  private final @Nullable String created; // what run.json was made with here
  private final InstantSource clock;

  private RunDirectory(
      Path path, RunConfiguration configuration, @Nullable String created, InstantSource clock) {
    this.path = path;
    this.configuration = configuration;
    this.created = created;
    this.clock = clock;
  }

  /** The same directory with another clock. */
  RunDirectory with(InstantSource other) {
    return new RunDirectory(path, configuration, created, other);
  }

  /** The time by its clock, which may jump: it is noted for people, and decides nothing. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * A new run in a directory that is empty, not there yet, or holds a run of which no session ever
   * began, as is left when a program fails before its first step; that one is replaced.
   *
   * @throws RunException if there is something else, or it cannot be written
   */
  public static RunDirectory create(Path path, RunConfiguration configuration) {
    if (path.toString().isEmpty()) {
      throw new RunException("the directory of a run has no name; give it one");
    }
    try {
      requireUnused(path);
      Files.createDirectories(path);
      try (RunLock lock = RunLock.take(path)) {
        requireUnused(path); // nobody else creates one meanwhile
        String text = RunFile.json(configuration.asMap());
        RunFile.write(path.resolve(CONFIGURATION), text);
        Files.createDirectories(path.resolve(CHECKPOINTS));
        RunFile.forceDirectory(path);
        RunFile.forceDirectory(path.toRealPath().resolve(".."));
        return new RunDirectory(path, configuration, text, InstantSource.system());
      }
    } catch (IOException e) {
      throw new RunException(
          "cannot write a run into " + RunFile.name(path) + ": " + RunFile.reason(e), e);
    }
  }

  private static void requireUnused(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new RunException(path + " is a file; a run wants a directory of its own");
    }
    try (Stream<Path> files = Files.list(path)) {
      if (!files.allMatch(RunDirectory::isUnused)) {
        throw new RunException(
            isRun(path)
                ? path + " has a run already; resume it, or choose another directory"
                : path + " is not empty; a run wants a directory of its own");
      }
    }
  }

  /** Whether a file may be there before the first session of a run. */
  private static boolean isUnused(Path file) {
    String name = file.getFileName().toString();
    return switch (name) {
      case CONFIGURATION, RunLock.FILE, "." + CONFIGURATION + ".tmp", "." + STATE + ".tmp" ->
          Files.isRegularFile(file);
      case CHECKPOINTS -> Files.isDirectory(file) && isEmpty(file);
      default -> false;
    };
  }

  /**
   * Whether a directory of checkpoints has none: a lock and what a killed process left do not
   * count.
   */
  private static boolean isEmpty(Path checkpoints) {
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.allMatch(file -> file.getFileName().toString().startsWith("."));
    } catch (IOException e) {
      throw cannotLookInto(checkpoints, e);
    }
  }

  private static RunException cannotLookInto(Path path, IOException e) {
    return new RunException("cannot look into " + RunFile.name(path) + ": " + RunFile.reason(e), e);
  }

  /**
   * The run in a directory.
   *
   * @throws RunException if there is none, or its configuration cannot be read
   */
  public static RunDirectory open(Path path) {
    if (!isRun(path)) {
      throw new RunException(
          RunFile.name(path) + " is no run directory: it has no " + CONFIGURATION);
    }
    Path file = path.resolve(CONFIGURATION);
    return new RunDirectory(
        path,
        RunConfiguration.of(file, RunFile.read(file, RunConfiguration.ADVICE)),
        null,
        InstantSource.system());
  }

  /** Whether there is a run in a directory. */
  public static boolean isRun(Path path) {
    return isThere(path.resolve(CONFIGURATION));
  }

  static boolean isThere(Path file) {
    try {
      return RunFile.isThere(file);
    } catch (IOException e) {
      throw cannotLookInto(file, e);
    }
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
      throw cannotLookInto(path, e);
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
    return isThere(file) ? Optional.of(RunFile.anyText(file)) : Optional.empty();
  }

  /** What was measured, in the order it was; nothing before the first session. */
  public List<MetricRow> metrics() {
    Path csv = path.resolve(MetricsFile.CSV);
    return isThere(csv) ? MetricsFile.read(csv) : List.of();
  }

  /** Where its checkpoints are. */
  public Path checkpoints() {
    return path.resolve(CHECKPOINTS);
  }

  /**
   * Whether there is a checkpoint to resume from. If there is none, either nothing was saved yet,
   * and {@link #begin} takes the experiment from its first step, or what was saved is gone, and
   * {@link #begin} refuses.
   */
  public boolean hasCheckpoint() {
    return !newestFirst().isEmpty();
  }

  /**
   * The files of its checkpoints, the newest first; none before the first one.
   *
   * @throws RunException if that cannot be found out
   */
  public List<Path> newestFirst() {
    try {
      return isThere(checkpoints())
          ? new CheckpointDirectory(checkpoints()).newestFirst()
          : List.of();
    } catch (IOException e) {
      throw cannotLookInto(checkpoints(), e);
    }
  }

  /** How many steps the checkpoint of a file has, by its name; -1 if that does not say it. */
  static long steps(Path checkpoint) {
    Matcher name = STEPS.matcher(checkpoint.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  /**
   * The experiment as its newest whole checkpoint has it.
   *
   * @param attached data sets to take for those that were saved by reference, by fingerprint
   * @param types classes of one's own that it may hold, beside those of the jars
   * @throws RunException if there is no checkpoint; with what to do
   * @throws jacquard.checkpoint.CheckpointException if none of them can be loaded
   */
  public CheckpointDirectory.Resumed resume(Map<String, Object> attached, Class<?>... types) {
    if (!hasCheckpoint()) {
      RunStart.requireSaved(this, lastState());
      throw new RunException(
          path
              + " has no checkpoint, since nothing of its run was saved yet; begin it with a new"
              + " experiment");
    }
    return CheckpointDirectory.resume(checkpoints(), attached, types);
  }

  /**
   * Begins a turn at the run: the program's text is written, and the experiment's {@link Metrics},
   * if it has them, write here until the session is closed.
   *
   * @param experiment whose program {@code configuration().name()} is started, or resumed
   * @param environment what to note beside the versions of Jacquard, Java and the system, such as
   *     {@code computing}
   * @throws RunException if another session is at it, it cannot be written, or the experiment does
   *     not continue what was saved: it stands before the newest checkpoint, or there is none any
   *     more. Nothing is changed then.
   */
  public RunSession begin(Experiment experiment, Map<String, String> environment) {
    return begin(experiment, environment, false);
  }

  /**
   * Begins the run again at its first step, when its checkpoints are lost: what it had measured is
   * cut.
   *
   * @param experiment new, whose program is started
   * @param environment as for {@link #begin}
   * @throws RunException as {@link #begin} does, and if there is a checkpoint to resume from
   */
  public RunSession beginAgain(Experiment experiment, Map<String, String> environment) {
    return begin(experiment, environment, true);
  }

  private RunSession begin(
      Experiment experiment, Map<String, String> environment, boolean isFromStart) {
    RunLock lock = RunLock.take(path);
    try {
      requireAsCreated();
      sweep();
      return RunSession.begin(
          this, experiment, environment, RunStart.of(this, experiment, isFromStart), lock);
    } catch (Throwable e) { // memory may run out too
      unlock(lock, e);
      throw e;
    }
  }

  private static void unlock(RunLock lock, Throwable failure) {
    try {
      lock.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void requireAsCreated() {
    if (created != null && !created.equals(RunFile.anyText(path.resolve(CONFIGURATION)))) {
      throw new RunException(
          path + " was taken by another run meanwhile; choose another directory");
    }
  }

  /** What was last noted, or null. */
  @Nullable RunState lastState() {
    Path file = path.resolve(STATE);
    return isThere(file) ? RunState.of(file, RunFile.read(file, RunState.ADVICE)) : null;
  }

  void write(RunState state) throws IOException {
    RunFile.write(path.resolve(STATE), state.asMap());
  }

  /** Takes the state of a session back that could not begin. */
  void removeState() throws IOException {
    Files.deleteIfExists(path.resolve(STATE));
  }

  /** Removes the halves of files that a writer left who was killed or whose disk failed. */
  void sweep() {
    for (String name : List.of(CONFIGURATION, STATE, PROGRAM, ProgramTable.FILE)) {
      RunFile.sweep(path.resolve(name));
    }
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
