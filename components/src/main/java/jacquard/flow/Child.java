package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A process of {@link WorkerProcess} as its parent sees it. */
final class Child implements AutoCloseable {
  /** Options that would make a child listen where its parent listens, or write what it writes. */
  private static final List<String> NOT_INHERITED =
      List.of(
          "-agent",
          "-javaagent",
          "-Xrun",
          "-Xdebug",
          "-Xlog",
          "-verbose",
          "-XX:StartFlightRecording",
          "-Dcom.sun.management");

  /**
   * A child speaks to its parent by its standard output, so its Java machine must not print there.
   */
  private static final List<String> SILENT =
      List.of("-XX:+DisplayVMOutputToStderr", "-Xlog:disable", "-Xlog:all=warning:stderr");

  private static final long ENDING_SECONDS = 5;

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private long work;

  /**
   * Starts a process and waits for its greeting.
   *
   * @param code the fingerprint that the process's code must have
   * @throws IOException if it cannot be started or ends at once
   * @throws IllegalStateException if it runs other code than this process
   */
  Child(String code, Class<?>... types) throws IOException {
    process =
        new ProcessBuilder(command(types)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    try {
      String found = new String(read(Frame.Kind.HELLO).bytes(), StandardCharsets.UTF_8);
      if (!found.equals(code)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "a worker process runs other code than this one (%s, not %s): were classes or jars"
                    + " rebuilt since it was started?",
                found,
                code));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static List<String> command(Class<?>... types) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (NOT_INHERITED.stream().noneMatch(option::startsWith)) {
        command.add(option);
      }
    }
    command.addAll(SILENT);
    command.add("-cp");
    command.add(Code.classPath(System.getProperty("java.class.path")));
    command.add(WorkerProcess.class.getName());
    for (Class<?> type : types) {
      command.add(type.getName());
    }
    return command;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * The result of a job.
   *
   * @throws IOException if the process died
   * @throws JobException if the work threw
   */
  Object apply(Job<?, ?> job, Copied copied, byte[] datum, Payload payload) throws IOException {
    if (work != copied.id()) {
      new Frame(Frame.Kind.WORK, copied.id(), copied.bytes()).write(out);
      work = copied.id();
    }
    new Frame(Frame.Kind.DATUM, job.index(), datum).write(out);
    out.flush();
    Frame reply = read(Frame.Kind.RESULT, Frame.Kind.FAILURE);
    if (reply.number() != job.index()) {
      throw new IOException("it answered job " + reply.number() + " when asked " + job.index());
    }
    return Answer.result(reply, job, payload, "a worker process");
  }

  private Frame read(Frame.Kind... expected) throws IOException {
    try {
      Frame frame = Frame.read(in);
      if (!List.of(expected).contains(frame.kind())) {
        throw new IOException("it sent a " + frame.kind() + ", not a " + List.of(expected));
      }
      return frame;
    } catch (IOException e) {
      throw new IOException("worker process " + process.pid() + " " + state() + ": " + e, e);
    }
  }

  /** A process that ends closes its pipes a moment before. */
  private String state() {
    try {
      return process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)
          ? "ended with code " + process.exitValue()
          : "still runs";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "was asked while its parent was interrupted";
    }
  }

  /** Ends the process, whatever it does. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
