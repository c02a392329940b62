package jacquard.flow;

import jacquard.cluster.ClusterWorkers;
import jacquard.cluster.Membership;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Processes of {@code jacquard.cluster.JobMember} on this machine, and places for masters. */
public final class JobMembers implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Path directory;

  private final List<String> options;
  private final Class<?>[] types;

  /** Nobody yet; what members say of errors goes to a directory. */
  JobMembers(Path directory, String... names) throws IOException {
    this(
        directory,
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
        Stream.of(Tasks.TYPES, Flows.TYPES).flatMap(Stream::of).toArray(Class<?>[]::new),
        names);
  }

  /** As above, with options of the JVM and for jobs that hold these classes. */
  public JobMembers(Path directory, List<String> options, Class<?>[] types, String... names)
      throws IOException {
    this.options = List.copyOf(options);
    this.directory = directory;
    this.types = types.clone();
    List<ServerSocket> sockets = new ArrayList<>();
    for (String name : names) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.put(name, socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }

  /** A master, once so many members are there. */
  public ClusterWorkers master(String name, int count) {
    ClusterWorkers workers =
        ClusterWorkers.of(membership(name, Duration.ofSeconds(PATIENCE_SECONDS)), types);
    try {
      await(workers, count);
    } catch (AssertionError e) {
      workers.close();
      throw e;
    }
    return workers;
  }

  /** Waits until so many members do jobs. */
  void await(ClusterWorkers workers, int count) {
    await(count + " members", () -> workers.members() == count, workers::described);
  }

  /** Waits until something is the case. */
  void await(String what, BooleanSupplier condition, Supplier<?> state) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + "; " + state.get() + "; " + this);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private String cluster() {
    return "jobs-" + ports.values().iterator().next();
  }

  Membership membership(String name, Duration patience) {
    return Membership.onLoopback(cluster(), name, ports, directory).withPatience(patience);
  }

  /** Starts a member unless it runs, its class path with something more at its end. */
  public void start(String name, Path... more) throws IOException {
    Process running = processes.get(name);
    if (running != null && running.isAlive()) {
      return;
    }
    List<String> command = new ArrayList<>(Child.command());
    command.removeLast();
    StringBuilder classPath = new StringBuilder(command.removeLast());
    for (Path each : more) {
      classPath.append(File.pathSeparator).append(each);
    }
    command.add(classPath.toString());
    command.addAll(1, options);
    command.addAll(List.of("jacquard.cluster.JobMember", cluster(), name));
    ports.forEach((member, port) -> command.add(member + "=" + port));
    for (Class<?> type : types) {
      command.add(type.getName());
    }
    File errors = directory.resolve(name + ".txt").toFile();
    processes.put(
        name,
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  private Process process(String name) {
    Process process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException(name);
    }
    return process;
  }

  /** The member whose process this is. */
  String named(long pid) {
    return processes.entrySet().stream()
        .filter(entry -> entry.getValue().pid() == pid)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  void kill(String name) throws InterruptedException {
    process(name).destroyForcibly().waitFor();
  }

  /** Sends a signal, such as STOP. */
  void signal(String name, String signal) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process(name).pid()).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + signal + " " + name);
    }
  }

  /** Tells a member to {@code cut} itself off from the others, or to {@code heal} that. */
  void tell(String name, String what) throws IOException {
    OutputStream in = process(name).getOutputStream();
    in.write((what + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** What members said of errors. */
  @Override
  public String toString() {
    StringBuilder all = new StringBuilder();
    for (String name : processes.keySet()) {
      try {
        all.append(name).append(": ").append(Files.readString(directory.resolve(name + ".txt")));
      } catch (IOException e) {
        all.append(e);
      }
    }
    return all.toString();
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes.values()) {
      process.destroyForcibly().waitFor();
    }
  }
}
