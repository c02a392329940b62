package jacquard.flow;

import jacquard.data.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Work for tests of workers. */
final class Tasks {
  static final Class<?>[] TYPES = {
    Square.class,
    Fails.class,
    DiesOnce.class,
    Interrupts.class,
    Waits.class,
    Numbered.class,
    Grows.class,
    Echo.class,
    Holds.class
  };

  private Tasks() {}

  /** The square of a number, which is given only after those of all larger ones up to 6. */
  record Square(String directory, boolean reversed) implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) throws IOException, InterruptedException {
      Path next = Path.of(directory, Integer.toString(x + 1));
      while (reversed && x % 2 == 1 && !Files.exists(next)) {
        Thread.sleep(1);
      }
      if (!directory.isEmpty()) {
        Files.writeString(Path.of(directory, x.toString()), "");
      }
      return x * x;
    }
  }

  /** The number, unless it is the bad one. */
  record Fails(int bad) implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) {
      if (x == bad) {
        throw new ArithmeticException("no root of " + x);
      }
      return x;
    }
  }

  /** The number; the process ends in the middle the first time that it is the fatal one. */
  record DiesOnce(int fatal, String directory) implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) throws IOException {
      Path marker = Files.createTempFile(Path.of(directory), "try-" + x + "-", "");
      try (var files = Files.list(marker.getParent())) {
        long tries =
            files.filter(f -> f.getFileName().toString().startsWith("try-" + x + "-")).count();
        if (fatal < 0 ? x == -fatal : x == fatal && tries == 1) {
          Runtime.getRuntime().halt(3);
        }
      }
      return x;
    }
  }

  /** Whether the thread was not interrupted before; then interrupts it. */
  record Interrupts() implements Work<Integer, Boolean> {
    @Override
    public Boolean apply(Integer x) {
      boolean fresh = !Thread.currentThread().isInterrupted();
      Thread.currentThread().interrupt();
      return fresh;
    }
  }

  /** Waits long, unless interrupted. */
  record Waits() implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) throws InterruptedException {
      boolean ended = new CountDownLatch(1).await(10, TimeUnit.MINUTES);
      return ended ? 1 : 0;
    }
  }

  /** A number that is added to another. */
  record Numbered(int number) implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) {
      return number + x;
    }
  }

  /** A text so many times. */
  record Grows(int times) implements Work<String, String> {
    @Override
    public String apply(String x) {
      return x.repeat(times);
    }
  }

  /** The rows themselves. */
  record Echo() implements Work<Batch, Batch> {
    @Override
    public Batch apply(Batch x) {
      return x;
    }
  }

  /** The number, once somebody has made a file {@code go-NUMBER}; tells who tries. */
  record Holds(String directory) implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) throws IOException, InterruptedException {
      Files.writeString(Path.of(directory, "try-" + x + "-" + ProcessHandle.current().pid()), "");
      while (!Files.exists(Path.of(directory, "go-" + x))) {
        Thread.sleep(5);
      }
      return x;
    }
  }
}
