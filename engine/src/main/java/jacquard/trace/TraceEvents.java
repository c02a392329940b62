package jacquard.trace;

import jacquard.vm.Args;
import jacquard.vm.Call;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a run as a file in the trace-event format, which Perfetto (ui.perfetto.dev) and
 * Chrome (about:tracing) show as nested bars over time.
 *
 * <p>Every execution of a node is one bar, from its entry to its reply, and holds those of the
 * nodes it called; each thread of a weave or parallel has a track of its own. The array is closed
 * when the trace is, with the bars that are still open ended there. A file whose process was killed
 * lacks them and the bracket, which readers of the format do without.
 */
public final class TraceEvents implements Observer, AutoCloseable {
  private final Vm run;
  private final TraceFile file;
  private final long startNanos = System.nanoTime();
  private final long startInFile;
  private final long pid = ProcessHandle.current().pid();

  /** The bars that are open on each track: of the run itself, and of each thread. */
  private final Track main;

  private final IdentityHashMap<Task, Map<Integer, Track>> threads = new IdentityHashMap<>();
  private final IdentityHashMap<Task, String> starts = new IdentityHashMap<>();
  private int tracks;
  private Track now;

  /** The thread that takes the run's steps; null while none does. */
  private @Nullable Thread driver;

  private TraceEvents(Vm run, TraceFile file) {
    this.run = run;
    this.file = file;
    this.startInFile =
        1000 * (ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - file.epochMicros());
    write(
        String.format(
            Locale.ROOT,
            "{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":%d,\"args\":{\"name\":\"jacquard\",\"epoch_us\":%d}}",
            pid,
            file.epochMicros()));
    this.main = track("run");
    this.now = main;
  }

  /**
   * Traces a run into a file, from now until the trace is closed.
   *
   * @param append whether to go on with the file if there is one, as after a resume
   * @throws UncheckedIOException if it cannot be written
   */
  public static TraceEvents of(Vm run, Path file, boolean append) {
    try {
      TraceEvents trace = new TraceEvents(run, TraceFile.open(file, append));
      run.observe(trace);
      return trace;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace: " + e, e);
    }
  }

  /** The run that is traced. */
  public Vm run() {
    return run;
  }

  @Override
  public void onStep(long step, Jump jump) {
    now = main;
    follow(step, jump);
  }

  @Override
  public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
    now =
        threads
            .computeIfAbsent(weave, w -> new LinkedHashMap<>())
            .computeIfAbsent(thread, t -> threadTrack(weave, t));
    follow(step, jump);
  }

  private Track threadTrack(Task weave, int thread) {
    Task root = weave.child(thread);
    return track(
        String.format(Locale.ROOT, "%s thread %d: %s", weave.path(), thread, root.label()));
  }

  private Track track(String name) {
    int tid = ++tracks;
    write(
        String.format(
            Locale.ROOT,
            "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":%d,\"tid\":%d,\"args\":{\"name\":%s}}",
            pid,
            tid,
            Json.quoted(name)));
    return new Track(tid);
  }

  private void follow(long step, Jump jump) {
    long nanos = System.nanoTime();
    driver = Thread.currentThread();
    if (jump.replyTo() != null) {
      now.open(jump.to(), step, nanos);
    } else {
      backTo(jump.to(), now, step, nanos);
    }
  }

  /** Ends the bars above that of a task that is replied to. */
  private void backTo(Task task, Track track, long step, long nanos) {
    if (!track.isOpen(task)) { // it was entered before the trace began
      end(track, null, nanos);
      track.open(task, step, startNanos);
    }
    end(track, task, nanos);
  }

  /** Ends the bars above a task's, or all. */
  private void end(Track track, @Nullable Task above, long nanos) {
    while (!track.isEmpty() && track.top().task() != above) {
      Track.Bar bar = track.close();
      Map<Integer, Track> within = threads.get(bar.task());
      if (within != null) { // a weave that ends abandons its threads
        within.values().forEach(thread -> end(thread, null, nanos));
      }
      bar(bar, track, nanos);
    }
  }

  /** A call's bar ends when the component returns, not when the next step is taken. */
  @Override
  public void onCall(long step, Task call, Args args, @Nullable Object result) {
    if (!now.isEmpty() && now.top().task() == call) {
      bar(now.close(), now, System.nanoTime());
    }
  }

  @Override
  public void onPause(long steps) {
    driver = null;
  }

  /**
   * Adds a bar within what the run is doing: a part of a component's work that the machine does not
   * see, such as a kernel, told by the component's thread when it is done. What other threads do,
   * or is done while no step is taken, has no place in the run, and is passed over.
   *
   * @param category such as {@code kernel}
   * @param detail shown with the bar
   * @param beginNanos when it began, by {@link System#nanoTime}
   * @param endNanos when it was done
   * @throws UncheckedIOException if it cannot be written
   */
  public void part(String name, String category, String detail, long beginNanos, long endNanos) {
    if (driver != Thread.currentThread() || now.isEmpty()) {
      return;
    }
    Track.Bar around = now.top();
    StringBuilder line = new StringBuilder(200);
    line.append("{\"name\":").append(Json.quoted(name));
    line.append(",\"cat\":").append(Json.quoted(category));
    line.append(",\"ph\":\"X\",\"pid\":").append(pid).append(",\"tid\":").append(now.tid());
    times(line, Math.max(beginNanos, around.since()), endNanos);
    line.append(",\"args\":{\"step\":").append(around.step()).append(",\"detail\":");
    write(line.append(Json.quoted(detail)).append("}}").toString());
  }

  private void bar(Track.Bar bar, Track track, long nanos) {
    StringBuilder line = new StringBuilder(160);
    line.append(starts.computeIfAbsent(bar.task(), this::start)).append(track.tid());
    times(line, bar.since(), nanos);
    write(line.append(",\"args\":{\"step\":").append(bar.step()).append("}}").toString());
  }

  /** What is the same for every bar of a task. */
  private String start(Task task) {
    String label = task.label();
    return String.format(
        Locale.ROOT,
        "{\"name\":%s,\"cat\":\"%s\",\"ph\":\"X\",\"pid\":%d,\"tid\":",
        Json.quoted(label + "  " + task.path()),
        task.node().construct() instanceof Call ? "call" : "construct",
        pid);
  }

  private void times(StringBuilder line, long beginNanos, long endNanos) {
    micros(line.append(",\"ts\":"), startInFile + beginNanos - startNanos);
    micros(line.append(",\"dur\":"), endNanos - beginNanos);
  }

  /** Microseconds with three decimals, of a number of nanoseconds that is not negative. */
  private static void micros(StringBuilder line, long nanos) {
    long rest = nanos % 1000;
    line.append(nanos / 1000).append('.');
    line.append(rest < 100 ? "0" : "").append(rest < 10 ? "0" : "").append(rest);
  }

  private void write(String line) {
    try {
      file.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace: " + e, e);
    }
  }

  /**
   * Ends the open bars and the file.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  @Override
  public void close() {
    run.unobserve(this);
    end(main, null, System.nanoTime());
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace: " + e, e);
    }
  }
}
