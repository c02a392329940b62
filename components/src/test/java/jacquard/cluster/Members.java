package jacquard.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Three processes of {@link MemberProcess}, and what they have printed so far. */
final class Members implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final Path directory;

  Members(Path directory, String holdAt) throws IOException {
    this.directory = directory;
    Map<String, Integer> ports = SmallRun.ports();
    for (String name : ports.keySet()) {
      processes.put(name, start(name, holdAt, ports));
    }
  }

  private Process start(String name, String holdAt, Map<String, Integer> ports) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(command::add);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(
        List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.addAll(
        List.of(MemberProcess.class.getName(), name, holdAt, directory.resolve(name).toString()));
    ports.forEach((member, port) -> command.addAll(List.of(member, Integer.toString(port))));
    Files.createDirectories(directory.resolve(name));
    Process process =
        new ProcessBuilder(command)
            .redirectError(directory.resolve(name + ".txt").toFile())
            .start();
    Thread.ofPlatform().daemon().start(() -> read(process));
    return process;
  }

  private void read(Process process) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // killed
    }
  }

  Process process(String name) {
    Process process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException(name);
    }
    return process;
  }

  /** The first line that a condition holds of, as soon as there is one. */
  String await(String what, Predicate<String> condition) throws InterruptedException {
    return await(what, 1, condition).getFirst();
  }

  /** So many lines that a condition holds of. */
  List<String> await(String what, int count, Predicate<String> condition)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (lines) {
      while (true) {
        List<String> found = lines.stream().filter(condition).toList();
        if (found.size() >= count) {
          return found;
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("no " + what + " in\n" + this);
        }
        lines.wait(left);
      }
    }
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Sends a signal, such as STOP. */
  void signal(String name, String signal) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process(name).pid()).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + signal + " " + name);
    }
  }

  /** Lets a member go on that holds. */
  void release(String name) throws IOException {
    OutputStream in = process(name).getOutputStream();
    in.write('\n');
    in.flush();
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes.values()) {
      process.destroyForcibly().waitFor();
    }
  }

  /** All that was printed, also to the standard errors. */
  @Override
  public String toString() {
    return String.join("\n", lines())
        + processes.keySet().stream().map(this::errors).collect(Collectors.joining("\n", "\n", ""));
  }

  private String errors(String name) {
    try {
      return name + ": " + Files.readString(directory.resolve(name + ".txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
