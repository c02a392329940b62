package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The background writer of one directory of checkpoints.
 *
 * <p>One copy of the state waits at most: a newer one takes its place. A copy that could not be
 * written keeps waiting and is tried again {@value #RETRY_MILLIS} ms later, and so is the best one.
 * Whatever is thrown on the writer's thread, errors included, is a failure of what it was at.
 */
final class CheckpointWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
  private static final long RETRY_MILLIS = 1000;
  private static final long REPORT_NANOS = 10_000_000_000L;

  private final CheckpointDirectory directory;
  private final Consumer<String> warnings;
  private final BiConsumer<Checkpoint, Path> disk;
  private final WriterThread thread = new WriterThread();
  private final BestCheckpoint best = new BestCheckpoint();
  private final List<Consumer<Saved>> listeners = new CopyOnWriteArrayList<>();

  // Of the line that is written, set between two runs.
  private int keep;
  private volatile int line = 1;
  private Origins origins = new Origins();
  private @Nullable DirectoryLock lock;

  /** Whether something waits to be tried again; of the writer's thread. */
  private boolean isRetrying;

  // What is written, guarded by this.
  private @Nullable StateCopy waiting;
  private @Nullable Throwable failure;
  private long failedStep;
  private boolean isReported;
  private long reported;
  private boolean isWriting;
  private volatile @Nullable Saved newest;

  /**
   * A writer.
   *
   * @param disk writes a checkpoint into a file, atomically
   */
  CheckpointWriter(
      CheckpointDirectory directory, Consumer<String> warnings, BiConsumer<Checkpoint, Path> disk) {
    this.directory = directory;
    this.warnings = warnings;
    this.disk = disk;
  }

  /** Registers a listener, called with every checkpoint that is written, on the writer's thread. */
  void tell(Consumer<Saved> listener) {
    listeners.add(listener);
  }

  /**
   * Begins to write checkpoints of a run: locks the directory, removes what killed writers left in
   * it, and finds the line.
   *
   * @throws CheckpointException if the directory is locked or cannot be used
   */
  void begin(Origins origins, long steps, int keep) {
    call(
        () -> {
          if (lock == null) {
            lock = DirectoryLock.take(directory.path(), this::warn);
          }
          Checkpoint.removeAbandoned(directory.path());
          beginLine(origins, directory.line(origins.in(directory.path()), steps), keep);
          return line;
        });
  }

  private synchronized void beginLine(Origins origins, int line, int keep) throws IOException {
    this.origins = origins;
    this.line = line;
    this.keep = keep;
    waiting = null;
    best.begin(directory.bestScore(line));
    failure = null;
    isReported = false;
  }

  /** Does something on the writer's thread and waits for it. */
  private <T> T call(Callable<T> action) {
    try {
      return thread.call(action);
    } catch (ExecutionException e) {
      Throwable why = WriterThread.cause(e);
      throw why instanceof CheckpointException known
          ? known
          : new CheckpointException(
              "cannot write into the directory of checkpoints " + directory.path() + ": " + why,
              why);
    }
  }

  /** Does something again and again, on the writer's thread. */
  ScheduledFuture<?> each(Duration period, Runnable action) {
    return thread.each(period, action);
  }

  /** Writes a copy of the state soon, in place of one that waits. */
  void submit(StateCopy copy) {
    synchronized (this) {
      waiting = copy;
    }
    thread.execute(this::writeNext);
  }

  /** Writes a copy of the state as the best one, which has a score, soon. */
  void submitBest(StateCopy copy, double score) {
    best.set(copy, score);
    thread.execute(this::writeNext);
  }

  /** The highest score of this line that is on the disk or waits to be written. */
  double bestScore() {
    return best.score();
  }

  /** Whether a checkpoint is being written or waits. */
  synchronized boolean isBusy() {
    return isWriting || waiting != null;
  }

  /** Whether the checkpoint that was written last, or was to be, is not on the disk. */
  synchronized boolean hasFailed() {
    return failure != null;
  }

  /** The newest checkpoint that is on the disk; null if none was written yet. */
  @Nullable Saved newest() {
    return newest;
  }

  private void writeNext() {
    StateCopy copy = take();
    if (copy != null) {
      try {
        write(copy);
      } catch (Throwable e) { // memory may run out, classes be missing
        failed(copy, e);
      }
    }
    BestCheckpoint.Missing next = best.missing();
    if (next != null) {
      try {
        writeBest(next);
      } catch (Throwable e) {
        WriterThread.guarded("trying again", this::retryLater);
        warnOf("no best checkpoint of score " + next.score() + " yet", e);
      }
    }
  }

  private synchronized @Nullable StateCopy take() {
    StateCopy copy = waiting;
    waiting = null;
    isWriting = copy != null;
    return copy;
  }

  private void write(StateCopy copy) throws IOException {
    Path file = directory.step(line, copy.steps());
    SaveEvent event = new SaveEvent();
    event.begin();
    long begin = System.nanoTime();
    disk.accept(copy.checkpoint(), file);
    Duration writing = Duration.ofNanos(System.nanoTime() - begin);
    event.end();
    Saved saved = new Saved(file, copy.steps(), Files.size(file), copy.copying(), writing);
    origins.add(file);
    synchronized (this) {
      newest = saved;
      failure = null;
      isReported = false;
      isWriting = false;
    }
    WriterThread.guarded("removing old checkpoints", () -> removeOld(file));
    WriterThread.guarded("the flight recorder", () -> event.of(saved));
    LOG.debug("{}", saved);
    listeners.forEach(
        each -> WriterThread.guarded("a listener of " + file, () -> each.accept(saved)));
  }

  private void removeOld(Path written) {
    try {
      directory.keepNewest(keep, written);
    } catch (IOException e) {
      LOG.warn("old checkpoints stay", e);
      warn("old checkpoints stay: " + e);
    }
  }

  private void writeBest(BestCheckpoint.Missing next) {
    best.write(next, directory.best(line, next.score()), disk);
    WriterThread.guarded("removing the best one so far", () -> removeBestBelow(next.score()));
  }

  private void removeBestBelow(double score) {
    try {
      directory.removeBestBelow(line, score);
    } catch (IOException e) {
      LOG.warn("an earlier best checkpoint stays", e);
      warn("an earlier best checkpoint stays: " + e);
    }
  }

  private void failed(StateCopy copy, Throwable why) {
    synchronized (this) { // first: what follows needs memory
      isWriting = false;
      failure = why;
      failedStep = copy.steps();
      waiting = waiting == null ? copy : waiting;
    }
    WriterThread.guarded("trying again", this::retryLater);
    warnOf("no checkpoint at step " + copy.steps(), why);
  }

  /** The state could not be copied after some steps: a failure as that of writing. */
  void failed(long steps, Throwable why) {
    synchronized (this) {
      failure = why;
      failedStep = steps;
    }
    warnOf("no checkpoint at step " + steps, why);
  }

  private void retryLater() {
    if (!isRetrying) {
      thread.later(RETRY_MILLIS, this::retry);
      isRetrying = true;
    }
  }

  private void retry() {
    isRetrying = false;
    writeNext();
  }

  /** Reports a failure: the first of a series, and then one now and then. */
  private void warnOf(String what, Throwable why) {
    long now = System.nanoTime();
    synchronized (this) {
      if (isReported && now - reported < REPORT_NANOS) {
        return;
      }
      isReported = true;
      reported = now;
    }
    WriterThread.guarded("the log", () -> LOG.warn("{}", what, why));
    warn(what + ": " + reason(why));
  }

  private static String reason(Throwable why) {
    String message = why.getMessage();
    return why instanceof CheckpointException && message != null ? message : why.toString();
  }

  /** Warns the user of something; that this fails too harms nothing. */
  void warn(String text) {
    WriterThread.guarded("a warning", () -> warnings.accept(text));
  }

  /**
   * Waits until everything is written, also in an interrupted thread, which stays so.
   *
   * @throws CheckpointException if the last checkpoint, or the best one, could not be written
   */
  void finish() {
    writeAll();
    CheckpointException missing = missing();
    if (missing != null) {
      throw missing;
    }
  }

  /** Writes what waits, and waits for it. */
  private void writeAll() {
    call(Executors.callable(this::writeNext));
  }

  private synchronized @Nullable CheckpointException missing() {
    if (failure != null) {
      return unsaved(failedStep, failure);
    }
    BestCheckpoint.Missing lost = best.missing();
    Throwable why = lost == null ? null : lost.failure();
    if (lost != null && why != null) {
      return new CheckpointException(
          String.format(
              Locale.ROOT,
              "the best checkpoint, of score %s at step %d, was not written: %s; %s",
              lost.score(),
              lost.copy().steps(),
              reason(why),
              onDisk()),
          why);
    }
    return null;
  }

  /** That the state after some steps is not saved, why, and what is on the disk instead. */
  CheckpointException unsaved(long steps, Throwable why) {
    return new CheckpointException(
        String.format(
            Locale.ROOT, "no checkpoint at step %d: %s; %s", steps, reason(why), onDisk()),
        why);
  }

  /** What of the run is on the disk, in words. */
  String onDisk() {
    String name = origins.in(directory.path());
    if (name == null) {
      return "nothing of this run is on the disk";
    }
    Path file = directory.path().resolve(name);
    CheckpointName parts = CheckpointName.of(file);
    String step = parts == null ? "" : ", at step " + parts.steps();
    return "the newest checkpoint on the disk is " + file + step;
  }

  /** Stops writing, once everything that waits was tried, and gives the directory free. */
  @Override
  public void close() {
    if (!thread.isClosed()) {
      WriterThread.guarded("the last try", this::writeAll);
    }
    thread.close();
    unlock();
  }

  private void unlock() {
    if (lock != null) {
      WriterThread.guarded("removing what is half-written", this::removeAbandoned);
    }
    try (DirectoryLock held = lock) {
      lock = null;
    } catch (IOException e) {
      LOG.warn("the lock of {} was not given back", directory.path(), e);
    }
  }

  private void removeAbandoned() {
    try {
      Checkpoint.removeAbandoned(directory.path());
    } catch (IOException e) {
      LOG.debug("left to the next run: {}", e.toString());
    }
  }
}
