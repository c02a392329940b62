package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.cluster.ClusterWorkers;
import jacquard.data.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members b and c of a cluster as workers of masters a and d; members are processes. */
class ClusterWorkersTest extends PooledContract {
  private static JobMembers members;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    members = new JobMembers(directory, "a", "b", "c", "d");
    members.start("b");
    members.start("c");
  }

  @AfterAll
  static void end() throws InterruptedException {
    members.close();
  }

  /** Those of the engine end a moment after its channel. */
  @AfterEach
  void noThreadOfTheEngineIsLeftRunning() {
    members.await(
        "end of threads",
        () -> Thread.getAllStackTraces().keySet().stream().noneMatch(ClusterWorkersTest::isEngine),
        Thread::getAllStackTraces);
  }

  private static boolean isEngine(Thread thread) {
    return thread.isAlive() && thread.getName().toLowerCase(Locale.ROOT).contains("jgroups");
  }

  @Override
  ClusterWorkers workers() {
    return members.master("a", 2);
  }

  @Test
  void aFlowIsTrainedToTheBitsOfTheSerialFlow() {
    List<Batch> chunks = Flows.cut(Flows.rows(1, 150), 5);
    Flow serial = Flows.mixed();
    serial.train(chunks);
    Flow parallel = Flows.mixed();
    try (ClusterWorkers workers = workers()) {
      parallel.train(chunks, workers);
      assertEquals(serial.execute(chunks), parallel.execute(chunks, workers));
    }
    assertEquals(Flows.fingerprint(serial), Flows.fingerprint(parallel));
  }

  /** 10 MB there and 10 MB back, four times. */
  @Test
  void largeDataComeAndGoWhole() {
    List<Batch> large = Flows.large(4, 2_621_440);
    try (ClusterWorkers workers = workers()) {
      assertEquals(large, workers.run(new Tasks.Echo(), large));
    }
  }

  /** A master that leaves takes its jobs with it; those of the other go on. */
  @Test
  void mastersShareMembersAndLeaveAlone(@TempDir Path directory) throws Exception {
    try (ClusterWorkers other = members.master("d", 2)) {
      List<Future<Integer>> futures = new ArrayList<>();
      try (ClusterWorkers workers = workers()) {
        Tasks.Holds work = new Tasks.Holds(directory.toString());
        for (int x = 1; x <= 2; x++) {
          futures.add(other.submit(new Job<>(work, x, x)));
        }
        Future<Integer> left = workers.submit(new Job<>(new Tasks.Waits(), 1, 1));
        workers.close();
        assertThrows(ExecutionException.class, left::get);
      }
      Files.writeString(directory.resolve("go-1"), "");
      Files.writeString(directory.resolve("go-2"), "");
      for (int x = 1; x <= 2; x++) {
        assertEquals(x, futures.get(x - 1).get(2, TimeUnit.MINUTES));
      }
      assertEquals(SIX, other.run(new Tasks.Fails(-1), SIX));
    }
  }
}
