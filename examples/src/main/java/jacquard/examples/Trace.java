package jacquard.examples;

import jacquard.kernels.RecordedKernels;
import jacquard.learn.Backend;
import jacquard.trace.TraceEvents;
import jacquard.vm.Args;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of everything a run does, tab-separated: step, {@code jump}, {@code thread} or {@code
 * call}, path, and whom it answers or what it gave, and the values.
 */
final class Trace implements Observer, AutoCloseable {
  /** What ends a trace. */
  interface Tracing extends AutoCloseable {
    @Override
    void close();
  }

  private final Vm run;
  private final Path path;
  private final BufferedWriter file;

  private Trace(Vm run, Path path, BufferedWriter file) {
    this.run = run;
    this.path = path;
    this.file = file;
  }

  /**
   * Writes the trace of a run in the form that the file's name asks for; none if there is no file.
   *
   * @throws Failure if it cannot be written
   */
  static Tracing of(Vm run, @Nullable Path file, boolean append) {
    if (file == null) {
      return () -> {};
    }
    try {
      String name = file.toString();
      if (name.endsWith(".json")) {
        return events(TraceEvents.of(run, file, append));
      }
      return name.endsWith(".jfr") ? FlightTrace.of(file)::close : text(run, file, append)::close;
    } catch (IOException e) {
      throw Failure.writing(file, e);
    } catch (UncheckedIOException e) {
      throw Failure.writing(file, Objects.requireNonNull(e.getCause()));
    }
  }

  /** Shows the kernels within the calls that launch them. */
  private static Tracing events(TraceEvents trace) {
    RecordedKernels kernels = Backend.current();
    kernels.listen((name, shape, begin, end) -> trace.part(name, "kernel", shape, begin, end));
    return () -> {
      kernels.listen(null);
      trace.close();
    };
  }

  private static Trace text(Vm run, Path file, boolean append) throws IOException {
    Trace trace =
        new Trace(
            run,
            file,
            append
                ? Files.newBufferedWriter(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                : Files.newBufferedWriter(file));
    run.observe(trace);
    return trace;
  }

  @Override
  public void onStep(long step, Jump jump) {
    jump(step, "jump", jump);
  }

  @Override
  public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
    jump(step, "thread", jump);
  }

  private void jump(long step, String kind, Jump jump) {
    Task replyTo = jump.replyTo();
    write(step, kind, jump.to(), replyTo == null ? "" : replyTo.path(), jump.args());
  }

  @Override
  public void onCall(long step, Task call, Args args, @Nullable Object result) {
    write(step, "call", call, result == null ? "" : Args.of(result).toString(), args);
  }

  private void write(long step, String kind, Task task, String other, Args args) {
    try {
      file.write(
          String.join(
              "\t", Long.toString(step), kind, task.path(), task.label(), other, args.toString()));
      file.newLine();
    } catch (IOException e) {
      throw Failure.writing(path, e);
    }
  }

  @Override
  public void close() {
    run.unobserve(this);
    try {
      file.close();
    } catch (IOException e) {
      throw Failure.writing(path, e);
    }
  }
}
