package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java machine of its own that runs a main class, as a test starts it. */
final class Forked {
  /** How it ended and what it printed where. */
  record Ended(int code, String out, String errors) {}

  private final List<String> options;
  private final Path directory;

  /**
   * A machine that is not started yet.
   *
   * @param options of the Java machine, after those of the test's own
   * @param directory to run in, and for what it prints
   */
  Forked(List<String> options, Path directory) {
    this.options = options;
    this.directory = directory;
  }

  /** The process of a main class, not started; it prints where its caller says. */
  ProcessBuilder builder(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(command::add);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp", classPath));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  /** Runs the command {@code examples/run} to its end. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("forked", ".out");
    try {
      Ended ended = end(builder(Main.class, List.of(arguments)).redirectOutput(out.toFile()));
      return new Ended(ended.code(), Files.readString(out), ended.errors());
    } finally {
      Files.delete(out);
    }
  }

  /** Waits for a process whose standard output goes elsewhere. */
  static Ended end(ProcessBuilder builder) throws IOException, InterruptedException {
    return end(builder, Map.of());
  }

  static Ended end(ProcessBuilder builder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("forked", ".err");
    builder.environment().putAll(environment);
    Process process = builder.redirectError(errors.toFile()).start();
    try {
      process.getOutputStream().close();
      process.getInputStream().close(); // closed pipe, unless the output goes elsewhere
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it does not end");
      String told = Files.readString(errors, StandardCharsets.UTF_8);
      return new Ended(process.exitValue(), "", told.replaceAll("(?m)^WARNING: .*\n", ""));
    } finally {
      process.destroyForcibly();
      Files.delete(errors);
    }
  }
}
