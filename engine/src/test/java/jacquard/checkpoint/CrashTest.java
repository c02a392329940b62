package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.laws.Spec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails, or loses power, at each of its operations in turn. */
class CrashTest {
  @TempDir private Path directory = Path.of("");

  private final Experiment experiment =
      World.experiment(Spec.of("LOOP", 0, List.of(Spec.call("next:5"), Spec.call("tee"))));

  /**
   * The files as the disk would hold them, names and contents apart, as far as they were forced.
   */
  private static final class Machine implements Disk {
    private final List<String> operations = new ArrayList<>();
    private final int failAt;
    private final Random random;
    private final Map<Path, ByteArray> files = new LinkedHashMap<>();
    private Map<Path, ByteArray> forcedNames = new LinkedHashMap<>();

    /** The content of a file: what was written, and what of it is safe. */
    private static final class ByteArray {
      private byte[] written = {};
      private byte[] forced = {};
    }

    /** The power fails at an operation; -1 for never. */
    Machine(int failAt, long seed) {
      this.failAt = failAt;
      this.random = new Random(seed);
    }

    private void operation(String what) throws IOException {
      operations.add(what);
      if (operations.size() - 1 == failAt) {
        throw new IOException("failed at " + what);
      }
    }

    private boolean isDead() {
      return failAt >= 0 && operations.size() > failAt;
    }

    @Override
    public Output create(Path file) throws IOException {
      operation("create");
      ByteArray content = new ByteArray();
      files.put(file, content);
      return new Output() {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
          int end = (int) position + bytes.remaining();
          if (content.written.length < end) {
            content.written = java.util.Arrays.copyOf(content.written, end);
          }
          byte[] kept = content.written.clone();
          bytes.get(content.written, (int) position, bytes.remaining());
          if (operations.size() == failAt && random.nextBoolean()) {
            content.written = kept; // the failing write may leave something or nothing
          }
          operation("write");
        }

        @Override
        public void force() throws IOException {
          operation("force");
          content.forced = content.written.clone();
        }

        @Override
        public void close() throws IOException {
          if (!isDead()) {
            operation("close");
          }
        }
      };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      operation("move");
      ByteArray moved = files.remove(from);
      if (moved != null) {
        files.put(to, moved);
      }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      operation("forceDirectory");
      forcedNames = new LinkedHashMap<>(files);
    }

    @Override
    public void deleteIfExists(Path file) throws IOException {
      if (isDead()) {
        throw new IOException("no power");
      }
      files.remove(file);
    }

    /** Copies what a disk may hold after the failure: names old or new, unforced content torn. */
    void recover() throws IOException {
      Map<Path, ByteArray> names = random.nextBoolean() ? files : forcedNames;
      for (Map.Entry<Path, ByteArray> file : names.entrySet()) {
        Files.write(file.getKey(), survived(file.getValue()));
      }
    }

    private byte[] survived(ByteArray content) {
      if (java.util.Arrays.equals(content.forced, content.written)) {
        return content.forced;
      }
      byte[] torn =
          java.util.Arrays.copyOf(content.written, random.nextInt(content.written.length + 1));
      for (int page = 0; page < torn.length; page += 512) {
        if (random.nextInt(3) == 0) {
          java.util.Arrays.fill(torn, page, Math.min(torn.length, page + 512), (byte) 0);
        }
      }
      return torn;
    }
  }

  private Checkpoint after(long steps) {
    if (steps == 0) {
      experiment.start("main");
    }
    experiment.run("main").runHere(steps - experiment.run("main").steps());
    return experiment.checkpoint();
  }

  /** The same file is written anew; before is what stood there, after what is written. */
  private void losePower(int failAt, long seed, Path file, Checkpoint before, Checkpoint after)
      throws IOException {
    Machine machine = new Machine(-1, seed);
    before.write(file, machine);
    Machine failing = new Machine(failAt, seed);
    failing.files.putAll(machine.files);
    failing.forcedNames = new LinkedHashMap<>(machine.files);
    boolean failed = false;
    try {
      after.write(file, failing);
    } catch (CheckpointException e) {
      failed = true;
      assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
    }
    assertTrue(failed);
    failing.recover();
    String found = Checkpoint.read(file).fingerprint();
    assertTrue(
        found.equals(before.fingerprint()) || found.equals(after.fingerprint()),
        "neither the old nor the new checkpoint after " + failing.operations);
    Experiment resumed = CheckpointDirectory.resume(directory, Map.of(), World.TYPES).experiment();
    assertTrue(resumed.run("main").steps() == 10 || resumed.run("main").steps() == 31);
  }

  @Test
  void afterPowerFailsAtAnyOperationTheOldOrTheNewCheckpointIsWhole() throws IOException {
    after(0);
    Checkpoint before = after(10);
    Checkpoint after = after(31);
    Path file = directory.resolve("step-000000000031.jqd");
    Machine counting = new Machine(-1, 0);
    after.write(file, counting);
    int operations = counting.operations.size();
    assertTrue(operations > 10, counting.operations.toString());
    assertEquals(
        List.of("force", "move", "close", "forceDirectory"),
        counting.operations.subList(operations - 4, operations));
    for (int failAt = 0; failAt < operations; failAt++) {
      for (long seed = 0; seed < 20; seed++) {
        losePower(failAt, seed, file, before, after);
      }
    }
  }

  /** The real file system, whose operation number n throws as a full disk does. */
  private static final class Failing implements Disk {
    private int left;

    Failing(int operations) {
      this.left = operations;
    }

    private void count() throws IOException {
      if (left-- == 0) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public Output create(Path file) throws IOException {
      count();
      Output out = REAL.create(file);
      return new Output() {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
          if (left == 0) {
            out.write(bytes.slice(bytes.position(), bytes.remaining() / 2), position);
          }
          count();
          out.write(bytes, position);
        }

        @Override
        public void force() throws IOException {
          count();
          out.force();
        }

        @Override
        public void close() throws IOException {
          out.close();
          count();
        }
      };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      count();
      REAL.move(from, to);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      count();
      REAL.forceDirectory(directory);
    }

    @Override
    public void deleteIfExists(Path file) throws IOException {
      count();
      REAL.deleteIfExists(file);
    }
  }

  @Test
  void afterAnErrorAtAnyOperationTheOldOrTheNewCheckpointIsWhole() throws IOException {
    after(0);
    Checkpoint before = after(10);
    Checkpoint after = after(31);
    Path file = directory.resolve("step-000000000031.jqd");
    boolean failed = true;
    int operation = 0;
    for (; failed; operation++) {
      before.write(file);
      failed = fails(after, file, operation);
      String found = Checkpoint.read(file).fingerprint();
      assertTrue(found.equals(before.fingerprint()) || found.equals(after.fingerprint()));
      try (var files = Files.list(directory)) {
        assertEquals(List.of(file), files.toList(), "a temporary file stays");
      }
    }
    assertTrue(operation > 10);
  }

  @Test
  void whatCannotBeTidiedUpDoesNotHideTheError() {
    after(0);
    Path file = directory.resolve("x.jqd");
    Failing disk = new Failing(1);
    Disk neverTidy =
        new Disk() {
          @Override
          public Output create(Path path) throws IOException {
            return disk.create(path);
          }

          @Override
          public void move(Path from, Path to) {}

          @Override
          public void forceDirectory(Path path) {}

          @Override
          public void deleteIfExists(Path path) throws IOException {
            throw new IOException("Read-only file system");
          }
        };
    CheckpointException error =
        org.junit.jupiter.api.Assertions.assertThrows(
            CheckpointException.class, () -> experiment.checkpoint().write(file, neverTidy));
    assertTrue(String.valueOf(error.getMessage()).contains("No space left"), error.getMessage());
    assertFalse(Files.exists(file));
  }

  private static boolean fails(Checkpoint checkpoint, Path file, int operation) {
    try {
      checkpoint.write(file, new Failing(operation));
      return false;
    } catch (CheckpointException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
      return true;
    }
  }
}
