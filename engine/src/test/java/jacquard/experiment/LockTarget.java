package jacquard.experiment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that locks a file until it is ended. */
final class LockTarget {
  private LockTarget() {}

  /** Takes the file. */
  public static void main(String[] args) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.println(lock.isValid() ? "locked" : "not locked");
      int end = System.in.read();
      System.out.println(end);
    }
  }

  /** Starts one, and returns once the file is locked. */
  static Process lock(Path file) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                LockTarget.class.getName(),
                file.toString())
            .start();
    String line = process.inputReader().readLine();
    if (!"locked".equals(line)) {
      process.destroyForcibly();
      throw new IOException("not locked: " + line);
    }
    return process;
  }
}
