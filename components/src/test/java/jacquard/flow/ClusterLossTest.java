package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.cluster.ClusterWorkers;
import jacquard.data.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members b and c, processes, that are killed, paused and cut off from the master a. */
class ClusterLossTest {
  private static final List<Integer> SIX = WorkersContract.SIX;

  private static JobMembers members;

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void make(@TempDir Path logs) throws IOException {
    members = new JobMembers(logs, "a", "b", "c", "d");
  }

  @BeforeEach
  void start() throws IOException {
    members.start("b");
    members.start("c");
  }

  @AfterAll
  static void end() throws InterruptedException {
    members.close();
  }

  /** The processes that have tried the job so far. */
  private List<Long> tries(int x) {
    String prefix = "try-" + x + "-";
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .map(name -> Long.parseLong(name.substring(prefix.length())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(String what, int x, int count, ClusterWorkers workers) {
    members.await(what, () -> tries(x).size() == count, workers::described);
  }

  private void go(int x) throws IOException {
    Files.writeString(directory.resolve("go-" + x), "");
  }

  /** The member that tries a job first. */
  private String trier(int x, ClusterWorkers workers) {
    await("first try of " + x, x, 1, workers);
    return members.named(tries(x).getFirst());
  }

  @Test
  void theJobOfAKilledMemberIsRedoneOnceAndAMemberThatJoinsLaterWorks() throws Exception {
    try (ClusterWorkers workers = members.master("a", 2)) {
      Tasks.Holds work = new Tasks.Holds(directory.toString());
      Future<Integer> first = workers.submit(new Job<>(work, 0, 1));
      Future<Integer> second = workers.submit(new Job<>(work, 1, 2));
      String killed = trier(1, workers);
      trier(2, workers);
      go(2);
      members.kill(killed);
      await("second try", 1, 2, workers);
      go(1);
      assertEquals(1, get(first));
      assertEquals(2, get(second));
      assertEquals(2, tries(1).size());
      assertEquals(1, tries(2).size());
      members.start(killed);
      members.await(workers, 2);
      // Three waits for four, so both members are at work.
      Tasks.Square square = new Tasks.Square(directory.toString(), true);
      assertEquals(List.of(1, 4, 9, 16, 25, 36), workers.run(square, SIX));
    }
  }

  private static int get(Future<Integer> future) throws Exception {
    return future.get(2, TimeUnit.MINUTES);
  }

  /** One is paused in the middle of a job, another one cut off; a third does both jobs. */
  @Test
  void theJobsOfPausedAndCutOffMembersAreRedoneAndTheirLateAnswersIgnored() throws Exception {
    members.start("d");
    try (ClusterWorkers workers = members.master("a", 3)) {
      Tasks.Holds work = new Tasks.Holds(directory.toString());
      Future<Integer> first = workers.submit(new Job<>(work, 0, 1));
      Future<Integer> second = workers.submit(new Job<>(work, 1, 2));
      String paused = trier(1, workers);
      String cutOff = trier(2, workers);
      members.signal(paused, "STOP");
      members.tell(cutOff, "cut");
      members.await("one member", () -> workers.members() == 1, workers::described);
      go(1);
      go(2);
      assertEquals(1, get(first));
      assertEquals(2, get(second));
      assertEquals(2, tries(1).size());
      assertEquals(2, tries(2).size());
      members.signal(paused, "CONT");
      members.tell(cutOff, "heal");
      members.await(workers, 3);
      assertEquals(SIX, workers.run(new Tasks.Fails(-1), SIX));
    }
    members.kill("d");
  }

  /** What it is sent fills the sockets to it, and nobody else is kept waiting. */
  @Test
  void aPausedMemberThatIsSentLargeDataHoldsUpNobodyElse() throws Exception {
    List<Batch> large = Flows.large(4, 2_621_440);
    try (ClusterWorkers workers = members.master("a", 2)) {
      members.signal("b", "STOP");
      assertEquals(large, workers.run(new Tasks.Echo(), large));
      members.signal("b", "CONT");
      members.await(workers, 2);
      assertEquals(large, workers.run(new Tasks.Echo(), large));
    }
  }

  /** Whoever sends to it waits for room, and is not to wait for ever. */
  @Test
  void closingEndsThoughAMemberIsPaused() throws Exception {
    List<Future<Batch>> futures = new ArrayList<>();
    try (ClusterWorkers workers = members.master("a", 2)) {
      members.signal("b", "STOP");
      for (Batch each : Flows.large(4, 2_621_440)) {
        futures.add(workers.submit(new Job<>(new Tasks.Echo(), futures.size(), each)));
      }
    }
    assertTrue(futures.stream().allMatch(Future::isDone));
    members.kill("b");
  }

  @Test
  void whenAllMembersAreLostJobsFailInTheEndAndSayWhatToDo() throws Exception {
    try (ClusterWorkers workers =
        ClusterWorkers.of(members.membership("a", Duration.ofSeconds(2)), Tasks.TYPES)) {
      members.await(workers, 2);
      Future<Integer> job = workers.submit(new Job<>(new Tasks.Waits(), 0, 1));
      members.kill("b");
      members.kill("c");
      String message =
          String.valueOf(assertThrows(Exception.class, () -> job.get(2, TimeUnit.MINUTES)));
      assertTrue(message.contains("no worker has been there for 2 s"), message);
      assertTrue(message.contains("start a ClusterWorker of the cluster jobs-"), message);
      members.start("b");
      members.await(workers, 1);
      assertEquals(SIX, workers.run(new Tasks.Fails(-1), SIX));
    }
  }

  @Test
  void aMemberThatRunsOtherCodeIsRefused() throws Exception {
    members.kill("c");
    members.start("c", Files.writeString(directory.resolve("more"), "other code"));
    try (ClusterWorkers workers = members.master("a", 1)) {
      members.await(
          "refusal",
          () ->
              workers.described().stream()
                  .anyMatch(said -> said.startsWith("member c runs other code")),
          workers::described);
      assertEquals(SIX, workers.run(new Tasks.Fails(-1), SIX));
      assertEquals(1, workers.members());
    }
    members.kill("c");
  }
}
