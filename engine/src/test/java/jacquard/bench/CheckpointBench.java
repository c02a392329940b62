package jacquard.bench;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.MemoryDisk;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.vm.Node;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The checkpoint of a running program of 200 constructs and a component of one number: the copy,
 * its bytes, and its file.
 *
 * <p>Each call takes some steps first, so that no two checkpoints are the same.
 */
@org.openjdk.jmh.annotations.State(Scope.Benchmark)
public class CheckpointBench {
  /** How many constructs the program has. */
  static final int CONSTRUCTS = 200;

  private final MemoryDisk memory = new MemoryDisk();
  private final Experiment experiment = experiment();
  private final Vm run = experiment.start("main");
  private Path directory = Path.of("");

  /** A component of one number. */
  public static final class Counter implements Stateful {
    private long count;

    /** Counts. */
    public long next() {
      return ++count;
    }

    /** Looks at values. */
    public void look(List<Object> values) {
      count += values.size();
    }

    @Override
    public void state(State s) {
      count = s.value("count", count);
    }
  }

  /** The size of the last checkpoint. */
  @org.openjdk.jmh.annotations.State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Size {
    private int bytes;

    /** Its bytes. */
    public double size() {
      return bytes;
    }
  }

  private static Experiment experiment() {
    Counter counter = new Counter();
    List<Node> parts = new ArrayList<>();
    for (int i = 0; i < 22; i++) {
      Node batch = buffer(20, call(counter::next));
      parts.add(
          repeat(
              1000,
              seq(call(counter::next), batch),
              weave(call(counter::next), call(counter::next)),
              call(counter::next)));
    }
    Node root = repeat(1_000_000_000L, seq(parts));
    Experiment experiment =
        new Experiment().types(Counter.class).component("counter", counter).program("main", root);
    int constructs = count(root);
    if (constructs != CONSTRUCTS) {
      throw new AssertionError(constructs + " constructs");
    }
    return experiment;
  }

  private static int count(Node node) {
    return 1 + node.children().stream().mapToInt(CheckpointBench::count).sum();
  }

  /** Makes a directory beside the build's output, which is a real disk. */
  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "checkpoint-bench");
  }

  /** Takes the steps between two checkpoints; keep it small beside them. */
  @Setup(Level.Invocation)
  public void advance() {
    run.run(7);
  }

  /** The copy, for which the run stops. */
  @Benchmark
  public Checkpoint capture() {
    return experiment.checkpoint();
  }

  /** The copy and the bytes of its file. */
  @Benchmark
  public byte[] encode(Size size) {
    byte[] bytes = memory.write(experiment.checkpoint());
    size.bytes = bytes.length;
    return bytes;
  }

  /** The copy, its bytes and a file that is forced to the disk. */
  @Benchmark
  public void save() {
    experiment.save(directory.resolve("step.jqd"));
  }

  /** Removes the files. */
  @TearDown
  public void remove() throws IOException {
    Files.deleteIfExists(directory.resolve("step.jqd"));
    Files.deleteIfExists(directory);
  }
}
