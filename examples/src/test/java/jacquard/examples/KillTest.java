package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointDiff;
import jacquard.experiment.CheckpointDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The k-fold of the examples, killed or told to stop, and resumed until it ends.
 *
 * <p>{@code -Dkills=100} goes on until so many kills were made; by default it is as many as fit
 * into some time. {@code -Dkillseed} repeats the moments.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 0);
  private static final long SECONDS = 40;

  @TempDir private Path directory = Path.of("");

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNoProcess() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(Path log, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(command::add);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-cp", classPath, SmallKFold.class.getName()));
    command.add("kfold-digits");
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    started.add(process);
    return process;
  }

  /** Starts, or goes on if there is a checkpoint to go on from. */
  private Process go(Path saved, Path log) throws IOException {
    List<String> options =
        new ArrayList<>(List.of("--save", saved.toString(), "--every", "50", "--keep", "3"));
    if (hasCheckpoint(saved)) {
      options.addAll(List.of("--resume", saved.toString()));
    }
    return start(log, options.toArray(String[]::new));
  }

  private static boolean hasCheckpoint(Path saved) throws IOException {
    return Files.isDirectory(saved) && !new CheckpointDirectory(saved).newestFirst().isEmpty();
  }

  private static Checkpoint last(Path saved) throws IOException {
    return Checkpoint.read(new CheckpointDirectory(saved).newestFirst().get(0));
  }

  private Checkpoint undisturbed() throws IOException, InterruptedException {
    Path saved = directory.resolve("whole");
    Path log = directory.resolve("whole.txt");
    Process process = start(log, "--save", saved.toString());
    assertTrue(process.waitFor(180, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), () -> read(log));
    return last(saved);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void killedAtAnyMomentItComesToTheSameBits() throws Exception {
    Checkpoint whole = undisturbed();
    long seed = Long.getLong("killseed", System.nanoTime());
    Random random = new Random(seed);
    long start = System.nanoTime();
    int kills = 0;
    int finished = 0;
    int resumed = 0;
    while (kills < KILLS || finished == 0 || (KILLS == 0 && seconds(start) < SECONDS)) {
      Path saved = directory.resolve("killed-" + finished);
      Path log = directory.resolve("killed.txt");
      boolean enough = KILLS == 0 ? seconds(start) >= SECONDS : kills >= KILLS;
      resumed += hasCheckpoint(saved) ? 1 : 0;
      Process process = go(saved, log);
      if (!enough && random.nextInt(4) > 0) {
        awaitSteps(process, saved, log); // the other kills may meet a process that still starts
      }
      long patience = enough ? 180_000 : random.nextInt(1500);
      if (process.waitFor(patience, TimeUnit.MILLISECONDS)) {
        assertEquals(0, process.exitValue(), () -> "seed " + seed + "\n" + read(log));
        assertSame(whole, last(saved), "seed " + seed + ", " + kills + " kills");
        finished++;
      } else {
        assertTrue(!enough, "the run did not end");
        process.destroyForcibly().waitFor();
        assertEquals(128 + 9, process.exitValue());
        kills++;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d kills, %d resumes, %d runs to the end in %.0f s, seed %d%n",
        kills,
        resumed,
        finished,
        seconds(start),
        seed);
  }

  /** Waits until a process that was just started takes steps. */
  private static void awaitSteps(Process process, Path saved, Path log) throws Exception {
    while (process.isAlive() && (!hasCheckpoint(saved) || Files.size(log) == 0)) {
      if (hasCheckpoint(saved) && last(saved).steps("kfold-digits") < 50) {
        return; // the first start says nothing
      }
      Thread.sleep(10);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void assertSame(Checkpoint whole, Checkpoint other, String when) {
    assertEquals(List.of(), CheckpointDiff.of(whole, other), when);
    assertEquals(whole.fingerprint(), other.fingerprint(), when);
    float[] weights = (float[]) Objects.requireNonNull(whole.component("softmax").get("weights"));
    assertTrue(Arrays.equals(weights, (float[]) other.component("softmax").get("weights")), when);
    assertEquals(whole.component("kf").get("scores"), other.component("kf").get("scores"), when);
  }

  @Test
  void toldToStopItSavesAndSaysSo() throws Exception {
    Path saved = directory.resolve("stopped");
    Path log = directory.resolve("stopped.txt");
    Process process = start(log, "--save", saved.toString());
    while (process.isAlive() && !hasCheckpoint(saved)) {
      Thread.sleep(20);
    }
    Thread.sleep(200);
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(Main.SAVED, process.exitValue(), () -> read(log));
    assertTrue(read(log).contains("paused after "), () -> read(log));
    long steps = last(saved).steps("kfold-digits");
    assertTrue(steps > 0);
    Process again =
        start(
            log,
            "--save",
            saved.toString(),
            "--resume",
            saved.toString(),
            "--steps",
            Long.toString(steps + 100));
    assertTrue(again.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, again.exitValue(), () -> read(log));
    assertEquals(steps + 100, last(saved).steps("kfold-digits"));
  }
}
