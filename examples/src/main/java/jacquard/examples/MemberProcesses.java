package jacquard.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processes of the members of {@link JobMigration}, and the lines they print. */
final class MemberProcesses implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;

  /**
   * What a member has printed.
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
    Thread.ofPlatform().daemon().name("jacquard-member-" + name).start(() -> read(process));
    return process;
  }

  private Path errors(String name) {
    return directory.resolve(name + ".txt");
  }

  private void read(Process process) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().map(Line::of).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      // it was killed
    }
  }

  /**
   * The next line that a member prints.
   *
   * @throws IllegalStateException if none does for minutes, with what they say of errors
   */
  Line next() throws InterruptedException {
    Line line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      StringBuilder said = new StringBuilder("no member says anything any more");
      for (String name : processes.keySet()) {
        try {
          said.append("\n").append(name).append(": ").append(Files.readString(errors(name)));
        } catch (IOException e) {
          said.append(e);
        }
      }
      throw new IllegalStateException(said.toString());
    }
    return line;
  }

  /** Kills a member as {@code kill -9} does. */
  void kill(String name) throws InterruptedException {
    Process process = processes.get(name);
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (String name : processes.keySet()) {
      kill(name);
    }
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
