package jacquard.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A fresh virtual machine with the class path and options of this one. */
final class Child {
  /** How it ended: its exit code, -1 if it had to be killed, and all it printed. */
  record Result(int code, List<String> lines) {}

  private Child() {}

  /** Runs a main class to its end; kills it after a time. */
  static Result run(Class<?> main, List<String> options, Duration limit, String... args) {
    List<String> all = new ArrayList<>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(all::add);
    all.addAll(options);
    return runBare(main, all, limit, args);
  }

  /** Does the same with no other options than these. */
  static Result runBare(Class<?> main, List<String> options, Duration limit, String... args) {
    try {
      Path output = Files.createTempFile("child", ".txt");
      Process process =
          new ProcessBuilder(command(main, options, args))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      List<String> lines = Files.readAllLines(output);
      Files.delete(output);
      return new Result(ended ? process.exitValue() : -1, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> command(Class<?> main, List<String> options, String... args) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    return command;
  }
}
