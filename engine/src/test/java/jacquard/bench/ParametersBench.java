package jacquard.bench;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.Experiment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The saving and loading of {@linkplain Parameters 100 MB} beside the same bytes through a bare
 * {@link FileChannel} with a checksum and, saving, a force; all take turns, since a disk's speed
 * changes from second to second.
 *
 * <p>The bare side reuses one buffer for all bytes and never looks at them; ours finds the arrays
 * in the components, and makes new ones when loading.
 */
@State(Scope.Benchmark)
public class ParametersBench {
  private final Experiment experiment =
      new Experiment().types(Parameters.class).component("parameters", Parameters.random());
  private final ByteBuffer bare = ByteBuffer.allocateDirect(Parameters.BYTES);
  private Path directory = Path.of("");
  private int turn;

  /** The medians of an iteration. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Medians {
    private final Stopwatch watch = new Stopwatch();

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void start() {
      watch.clear();
    }

    /** Milliseconds of the bare write, checksum and force. */
    public double bareSave() {
      return watch.median("bareSave");
    }

    /** Milliseconds of saving a paused run, which needs no copy. */
    public double save() {
      return watch.median("save");
    }

    /** Milliseconds of a copy and its writing, as {@code Autosave} does one after the other. */
    public double copyAndSave() {
      return watch.median("copyAndSave");
    }

    /** Milliseconds of the copy alone, for which a run stops. */
    public double capture() {
      return watch.median("capture");
    }

    /** Milliseconds of the bare read and checksum. */
    public double bareLoad() {
      return watch.median("bareLoad");
    }

    /** Milliseconds of loading. */
    public double load() {
      return watch.median("load");
    }
  }

  /** Fills the buffer and makes a directory beside the build's output, which is a real disk. */
  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "parameters-bench");
    new java.util.SplittableRandom(2).ints(Parameters.BYTES / 4).forEach(bare::putInt);
    bare.clear();
  }

  /** Each part once, ours and the bare one first by turns. */
  @Benchmark
  public void round(Medians medians) throws Exception {
    Stopwatch watch = medians.watch;
    boolean oursFirst = turn++ % 2 == 0;
    if (oursFirst) {
      save(watch);
    }
    watch.time("bareSave", this::bareSave);
    if (!oursFirst) {
      save(watch);
    }
    if (oursFirst) {
      watch.time("load", this::load);
    }
    watch.time("bareLoad", this::bareLoad);
    if (!oursFirst) {
      watch.time("load", this::load);
    }
  }

  private void save(Stopwatch watch) throws Exception {
    watch.time(
        "save",
        () -> {
          experiment.save(ours());
          return experiment;
        });
    watch.time(
        "copyAndSave",
        () -> {
          Checkpoint checkpoint = watch.time("capture", experiment::checkpoint);
          checkpoint.write(ours());
          return checkpoint;
        });
  }

  private Experiment load() {
    return Experiment.load(ours(), Parameters.class);
  }

  private long bareSave() throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel out =
        FileChannel.open(
            directory.resolve("bare"),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      crc.update(bare.clear());
      bare.clear();
      while (bare.hasRemaining()) {
        out.write(bare);
      }
      out.force(true);
    }
    return crc.getValue();
  }

  private long bareLoad() throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel in = FileChannel.open(directory.resolve("bare"), StandardOpenOption.READ)) {
      bare.clear();
      int read = 0;
      while (bare.hasRemaining() && read >= 0) {
        read = in.read(bare);
      }
      crc.update(bare.flip());
    }
    return crc.getValue();
  }

  private Path ours() {
    return directory.resolve("ours.jqd");
  }

  /** Removes the files. */
  @TearDown
  public void remove() throws IOException {
    Files.deleteIfExists(ours());
    Files.deleteIfExists(directory.resolve("bare"));
    Files.deleteIfExists(directory);
  }
}
