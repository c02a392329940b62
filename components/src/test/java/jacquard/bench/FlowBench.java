package jacquard.bench;

import jacquard.data.Batch;
import jacquard.flow.Flow;
import jacquard.flow.JobMembers;
import jacquard.flow.PcaNode;
import jacquard.flow.SfaNode;
import jacquard.flow.Work;
import jacquard.flow.Workers;
import jacquard.kernels.VectorKernels;
import jacquard.learn.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A flow of PCA (100 to 50) and SFA (50 to 10), trained, then executed, on chunks of 2000 x 100,
 * with kernels of one thread; and rows of jobs that do next to nothing.
 */
@State(Scope.Benchmark)
public class FlowBench {
  /** The number after a number. */
  public record Next() implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) {
      return x + 1;
    }
  }

  /** The rows themselves. */
  public record Echo() implements Work<Batch, Batch> {
    @Override
    public Batch apply(Batch x) {
      return x;
    }
  }

  /** How many megabytes {@link #largeJobs} sends there and has sent back. */
  static final int LARGE_MEGABYTES = 80;

  private static final int ROWS = 2000;
  private static final Class<?>[] TYPES = {Next.class, Echo.class};
  private static final int COLUMNS = 100;
  private static final int SOURCES = 20;

  /** Who does the jobs. */
  @Param({"serial", "threads", "processes", "cluster"})
  public String workers = "";

  /** How many chunks. */
  @Param("200")
  public int chunks;

  private List<Integer> numbers = List.of();
  private List<Batch> large = List.of();
  private List<Batch> data = List.of();
  private Flow trained = flow();
  private @Nullable Workers made;
  private @Nullable JobMembers members;

  /** Makes the data, and the workers. */
  @Setup
  public void prepare() throws IOException {
    Backend.use(new VectorKernels(1));
    data = chunks(chunks);
    numbers = IntStream.range(0, chunks).boxed().toList();
    large = Collections.nCopies(4, new Batch(1000, new float[2_500_000], new int[2500]));
    trained = flow();
    trained.train(data.subList(0, Math.min(10, chunks)));
    made =
        switch (workers) {
          case "threads" -> Workers.threads(2, TYPES);
          case "processes" -> Workers.processes(2, TYPES);
          case "cluster" -> cluster();
          default -> null;
        };
  }

  private Workers cluster() throws IOException {
    JobMembers two =
        new JobMembers(Files.createTempDirectory("members"), List.of(), TYPES, "a", "b", "c");
    members = two;
    two.start("b");
    two.start("c");
    return two.master("a", 2);
  }

  private static Flow flow() {
    return new Flow(new PcaNode(50), new SfaNode(10));
  }

  /** Mixtures of sines of different speeds, and noise, as in the peer's script. */
  private static List<Batch> chunks(int count) {
    Random random = new Random(0);
    float[] mixing = new float[SOURCES * COLUMNS];
    for (int i = 0; i < mixing.length; i++) {
      mixing[i] = (float) random.nextGaussian();
    }
    List<Batch> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chunks.add(chunk(i, mixing));
    }
    return chunks;
  }

  private static Batch chunk(int i, float[] mixing) {
    Random random = new Random(i);
    float[] values = new float[ROWS * COLUMNS];
    for (int r = 0; r < ROWS; r++) {
      double t = r + (double) i * ROWS;
      for (int s = 0; s < SOURCES; s++) {
        double speed = 0.001 + 0.049 * s / (SOURCES - 1);
        float source = (float) Math.sin(2 * Math.PI * t * speed + s);
        for (int c = 0; c < COLUMNS; c++) {
          values[r * COLUMNS + c] += source * mixing[s * COLUMNS + c];
        }
      }
      for (int c = 0; c < COLUMNS; c++) {
        values[r * COLUMNS + c] += (float) (0.5 * random.nextGaussian());
      }
    }
    return new Batch(COLUMNS, values, new int[ROWS]);
  }

  /** Trains the flow. */
  @Benchmark
  public Flow train() {
    Flow flow = flow();
    if (made == null) {
      flow.train(data);
    } else {
      flow.train(data, made);
    }
    return flow;
  }

  /** Executes it. */
  @Benchmark
  public Batch execute() {
    return made == null ? trained.execute(data) : trained.execute(data, made);
  }

  /** As many jobs as there are chunks, of one number each. */
  @Benchmark
  public int smallJobs() {
    return made == null ? 0 : made.run(new Next(), numbers).size();
  }

  /** Four jobs of 10 MB there and 10 MB back. */
  @Benchmark
  public int largeJobs() {
    return made == null ? 0 : made.run(new Echo(), large).size();
  }

  /** Ends the workers. */
  @TearDown
  public void close() throws InterruptedException {
    if (made != null) {
      made.close();
    }
    if (members != null) {
      members.close();
    }
  }
}
