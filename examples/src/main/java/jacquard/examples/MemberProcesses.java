package jacquard.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processes of the members of {@link JobMigration}, and the lines they print. */
final class MemberProcesses implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;

  /** A member has ended that nobody killed, or none says anything any more. */
  static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostException(String message) {
      super(message);
    }
  }

  /**
   * What a member has printed, or, when it has ended, its name.
   *
   * @param step that the run is at, if it says so, else -1
   * @param end the fingerprint of the end, if it says so, else null
   */
  record Line(String text, long step, @Nullable String end) {
    private static final Pattern STEP = Pattern.compile("\\w+ is at step ([\\d,]+)");

    static Line of(String text) {
      Matcher step = STEP.matcher(text);
      return new Line(
          text,
          step.matches() ? Long.parseLong(step.group(1).replace(",", "")) : -1,
          text.startsWith("end ") ? text.substring(4) : null);
    }
  }

  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final LinkedBlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Set<String> killed = ConcurrentHashMap.newKeySet();
  private final Path directory;

  /** Starts a member for each port, its log and errors in a directory. */
  MemberProcesses(Path directory, Map<String, Integer> ports, long seed) throws IOException {
    this.directory = directory;
    for (String name : ports.keySet()) {
      processes.put(name, start(name, ports, seed));
    }
  }

  private Process start(String name, Map<String, Integer> ports, long seed) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("job-member", "--name", name, "--seed", Long.toString(seed)));
    command.addAll(List.of("--log", directory.resolve(name).toString()));
    ports.forEach((member, port) -> command.add(member + "=" + port));
    Process process = new ProcessBuilder(command).redirectError(errors(name).toFile()).start();
    Thread.ofPlatform().daemon().name("jacquard-member-" + name).start(() -> read(name, process));
    return process;
  }

  private Path errors(String name) {
    return directory.resolve(name + ".txt");
  }

  private void read(String name, Process process) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().map(Line::of).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      // it was killed
    }
    if (!killed.contains(name)) {
      lines.add(Line.of(name));
    }
  }

  /**
   * The next line that a member prints.
   *
   * @throws LostException if one ends, or none prints for minutes, with what they say of errors
   */
  Line next() throws InterruptedException {
    Line line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new LostException(
          "no member says anything any more\n"
              + processes.keySet().stream().map(this::said).collect(Collectors.joining("\n")));
    } else if (processes.containsKey(line.text)) {
      throw new LostException(
          String.format(Locale.ROOT, "member %s has ended: %s", line.text, said(line.text)));
    }
    return line;
  }

  private String said(String name) {
    try {
      return Files.readAllLines(errors(name)).stream()
          .filter(line -> !line.startsWith("SLF4J") && !line.contains("incubator modules"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Kills a member as {@code kill -9} does. */
  void kill(String name) throws InterruptedException {
    Process process = processes.get(name);
    if (process != null) {
      killed.add(name);
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (String name : processes.keySet()) {
      kill(name);
    }
  }

  /** Loopback ports for members a, b and c: from one on, or, where that is 0, free ones. */
  static Map<String, Integer> ports(int first) throws IOException {
    return ports(first, List.of("a", "b", "c"));
  }

  /** The same for members of these names. */
  static Map<String, Integer> ports(int first, List<String> names) throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> sockets = new ArrayList<>();
    for (String name : names) {
      if (first > 0) {
        ports.put(name, first + ports.size());
      } else {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.put(name, socket.getLocalPort());
      }
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  /** Deletes a directory and all in it. */
  static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
