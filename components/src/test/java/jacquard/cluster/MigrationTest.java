package jacquard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.stack.ProtocolStack;
import org.jgroups.util.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members in this process. */
class MigrationTest {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path directory = Path.of("");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Map<String, Integer> ports = Map.of();

  @BeforeEach
  void join() throws IOException {
    ports = SmallRun.ports();
    for (String name : ports.keySet()) {
      members.add(joined(name));
    }
  }

  private Member joined(String name) throws IOException {
    Path own = Files.createDirectories(directory.resolve(name));
    return Member.join(Membership.onLoopback("test-" + ports.get("a"), name, ports, own));
  }

  @AfterEach
  void leave() {
    threads.shutdownNow();
    members.forEach(Member::close);
  }

  private Future<String> start(Member member, Consumer<String> told) {
    Migration migration =
        new Migration(
                member,
                SmallRun.NAME,
                SmallRun::experiment,
                line -> {
                  lines.add(line);
                  told.accept(line);
                })
            .everySteps(SmallRun.EVERY);
    return threads.submit(() -> migration.run().fingerprint());
  }

  private static String end(Future<String> run) throws Exception {
    return run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private long count(String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "no " + what + " in " + lines);
      Thread.sleep(20);
    }
  }

  @Test
  void startedEverywhereItRunsOnce() throws Exception {
    List<Future<String>> runs = new ArrayList<>();
    members.forEach(member -> runs.add(start(member, line -> {})));
    String undisturbed = SmallRun.undisturbed();
    for (Future<String> run : runs) {
      assertEquals(undisturbed, end(run));
    }
    assertEquals(1, count("owns the run"), lines::toString);
    assertEquals(1, count("has finished"), lines::toString);
  }

  @Test
  void oneMemberIsNotToRunItTwice() throws Exception {
    Member member = members.getFirst();
    CountDownLatch owns = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<String> run = start(member, line -> holdAt(owns, go));
    assertTrue(owns.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    Migration again = new Migration(member, SmallRun.NAME, SmallRun::experiment, line -> {});
    IllegalStateException e = assertThrows(IllegalStateException.class, again::run);
    assertEquals("member a runs main already; one at a time", e.getMessage());
    go.countDown();
    assertEquals(SmallRun.undisturbed(), end(run));
  }

  private static void holdAt(CountDownLatch reached, CountDownLatch go) {
    reached.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It is cut off between two checkpoints, computes on, and is refused when it is back. */
  @Test
  void anOwnerThatIsCutOffIsReplacedAndRefused() throws Exception {
    Member cut = members.getFirst();
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<String> first =
        start(
            cut,
            line -> {
              if (line.equals("a is at step 1,000")) {
                holdAt(reached, go);
              }
            });
    assertTrue(reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    DISCARD discard = new DISCARD().discardAll(true);
    ProtocolStack stack = cut.channel().getProtocolStack();
    stack.insertProtocol(discard, ProtocolStack.Position.ABOVE, TP.class);
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Consumer<String> holds =
        line -> {
          if (line.contains("from step 1,000 in epoch 2")) {
            holdAt(second, finish);
          }
        };
    Future<String> b = start(members.get(1), holds);
    Future<String> c = start(members.get(2), holds);
    assertTrue(second.await(PATIENCE_SECONDS, TimeUnit.SECONDS), lines::toString);
    go.countDown(); // it asks for its next checkpoint, and nobody answers
    assertEquals(1_000, cut.ownership(SmallRun.NAME).step());
    discard.discardAll(false);
    await("refusal", () -> count("a gives up at step 1,500: epoch 1 is over") == 1);
    finish.countDown();
    String undisturbed = SmallRun.undisturbed();
    for (Future<String> run : List.of(first, b, c)) {
      assertEquals(undisturbed, end(run));
    }
    assertEquals(1, count("has finished"), lines::toString);
  }

  /** All members end and come again: the log on their disks has the run. */
  @Test
  void aClusterThatWasStoppedGoesOnFromItsLogs() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    Future<String> stopped =
        start(
            members.getFirst(),
            line -> {
              if (line.equals("a is at step 1,000")) {
                holdAt(reached, new CountDownLatch(1));
              }
            });
    assertTrue(reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    stopped.cancel(true);
    members.forEach(Member::close);
    members.clear();
    join();
    Future<String> b = start(members.get(1), line -> {});
    assertEquals(SmallRun.undisturbed(), end(b));
    assertEquals(1, count("b owns the run from step 1,000 in epoch 2"), lines::toString);
  }

  /** It is in every member's log, and in the directory of the owner. */
  @Test
  void theEndIsAnOrdinaryCheckpoint() throws Exception {
    Path saved = directory.resolve("checkpoints");
    Migration migration =
        new Migration(members.get(2), SmallRun.NAME, SmallRun::experiment, lines::add)
            .everySteps(SmallRun.EVERY)
            .savingTo(saved);
    assertEquals(SmallRun.undisturbed(), migration.run().fingerprint());
    for (Member member : members) {
      assertTrue(member.await(SmallRun.NAME, Ownership::isFinished, PATIENCE_SECONDS * 1000));
      Checkpoint end = member.ownership(SmallRun.NAME).checkpoint();
      assertEquals(List.of(SmallRun.NAME), end.programs());
      assertEquals(SmallRun.undisturbed(), end.fingerprint());
    }
    List<Path> files = new CheckpointDirectory(saved).newestFirst();
    assertEquals(2, files.size());
    assertEquals(SmallRun.undisturbed(), Checkpoint.read(files.getFirst()).fingerprint());
  }

  /** As after a stop in which it was left alone for a while. */
  @Test
  void aMemberInALaterTermThanTheLeaderIsHeard() throws Exception {
    for (Member member : members) {
      await("majority", member::hasMajority);
      await("leader", () -> raft(member).leader() != null);
    }
    Member ahead =
        members.stream().filter(member -> !raft(member).isLeader()).findFirst().orElseThrow();
    raft(ahead).currentTerm(raft(ahead).currentTerm() + 3);
    Future<String> run = start(ahead, line -> {});
    assertEquals(SmallRun.undisturbed(), end(run));
  }

  private static RAFT raft(Member member) {
    return member.channel().getProtocolStack().findProtocol(RAFT.class);
  }

  /** The others take it for alive for some seconds. */
  @Test
  void aMemberThatWasLostIsLetInAgain() throws Exception {
    Member lost = members.removeLast();
    Util.shutdown(lost.channel());
    members.add(joined("c"));
    Future<String> run = start(members.getLast(), line -> {});
    assertEquals(SmallRun.undisturbed(), end(run));
    lost.close();
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    Membership taken = Membership.onLoopback("other", "a", ports, directory.resolve("other"));
    ClusterException e = assertThrows(ClusterException.class, () -> Member.join(taken));
    assertEquals(
        String.format(
            Locale.ROOT,
            "member a cannot join other at localhost/127.0.0.1:%d: its port is taken, or its"
                + " address is not of this machine",
            ports.get("a")),
        e.getMessage());
  }
}
