package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers at the other end of links, which this test cuts as it likes. */
class RemoteWorkersTest extends PooledContract {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long WAIT_SECONDS = 120;

  private final List<Wire> wires = new ArrayList<>();
  private final List<RemoteWorker> workers = new ArrayList<>();

  private RemoteWorkers master(String code, Duration patience) {
    Runnable disconnect =
        () -> {
          wires.forEach(Wire::cut);
          workers.forEach(RemoteWorker::close);
        };
    return new RemoteWorkers(
        "remote", code, patience, "start one", disconnect, new Payload(Tasks.TYPES));
  }

  private Wire connected(RemoteWorkers master, String code) {
    RemoteWorker worker = new RemoteWorker(code, Tasks.TYPES);
    workers.add(worker);
    Wire wire = Wire.between(master, worker, "worker " + wires.size());
    wires.add(wire);
    master.connected(wire);
    return wire;
  }

  private static void await(RemoteWorkers master, int count) {
    await(() -> master.working() == count, count + " workers");
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "no " + what);
      Thread.onSpinWait();
    }
  }

  @Override
  Workers workers() {
    RemoteWorkers master = master("code", PATIENCE);
    connected(master, "code");
    connected(master, "code");
    await(master, 2);
    return master;
  }

  @AfterEach
  void cut() {
    wires.forEach(Wire::cut);
    workers.forEach(RemoteWorker::close);
  }

  /** A job, and a worker that does it but whose answers are kept back. */
  private record Kept(Future<Integer> future, Wire wire, BlockingQueue<byte[]> answers) {}

  private Kept kept(RemoteWorkers master) {
    Wire wire = connected(master, "code");
    await(master, 1);
    BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    wire.divert((link, message) -> answers.add(message));
    return new Kept(master.submit(new Job<>(new Tasks.Numbered(1), 0, 6)), wire, answers);
  }

  @Test
  void theJobOfAWorkerThatIsLostIsDoneByAnotherAndALateAnswerIsIgnored() throws Exception {
    try (RemoteWorkers master = master("code", PATIENCE)) {
      Kept kept = kept(master);
      byte[] late = kept.answers.take();
      master.disconnected(kept.wire);
      connected(master, "code");
      assertEquals(7, kept.future.get(WAIT_SECONDS, TimeUnit.SECONDS));
      master.received(kept.wire, late);
      assertEquals(SIX, master.run(new Tasks.Fails(-1), SIX));
    }
  }

  /**
   * As when a member was paused and is back: it is greeted anew, and its old answer is nobody's.
   */
  @Test
  void aWorkerThatIsBackServesAgainAndItsLateAnswerIsIgnored() throws Exception {
    try (RemoteWorkers master = master("code", PATIENCE)) {
      Kept kept = kept(master);
      byte[] late = kept.answers.take();
      master.disconnected(kept.wire);
      kept.wire.divert(master::received);
      master.connected(kept.wire);
      master.received(kept.wire, late);
      assertEquals(7, kept.future.get(WAIT_SECONDS, TimeUnit.SECONDS));
      assertEquals(SIX, master.run(new Tasks.Fails(-1), SIX));
    }
  }

  /** As when a worker thought that its master had left, and the master did not notice. */
  @Test
  void aWorkerThatForgotItsMasterIsGreetedAgain() throws Exception {
    try (RemoteWorkers master = master("code", PATIENCE)) {
      Wire wire = connected(master, "code");
      await(master, 1);
      workers.getFirst().disconnected(wire.back());
      assertEquals(SIX, master.run(new Tasks.Fails(-1), SIX));
    }
  }

  @Test
  void aJobAtWhichEveryWorkerIsLostFails() throws Exception {
    try (RemoteWorkers master = master("code", PATIENCE)) {
      Future<Integer> future = master.submit(new Job<>(new Tasks.Waits(), 5, 6));
      for (int i = 0; i < 3; i++) {
        Wire wire = connected(master, "code");
        await(() -> wire.sent() == 3, "greeting, work and datum");
        master.disconnected(wire);
      }
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> future.get(WAIT_SECONDS, TimeUnit.SECONDS));
      assertTrue(
          String.valueOf(e.getMessage())
              .endsWith("3 workers were lost when they did it; the last one: worker 2 left"),
          e.getMessage());
      connected(master, "code");
      assertEquals(SIX, master.run(new Tasks.Fails(-1), SIX));
    }
  }

  @Test
  void whenNobodyWorksJobsFailInTheEndAndSayWhatToDo() throws Exception {
    try (RemoteWorkers master = master("code", Duration.ofSeconds(1))) {
      JobException e = assertThrows(JobException.class, () -> master.run(new Tasks.Fails(4), SIX));
      assertEquals(
          "job 0, Fails of (1): no worker has been there for 1 s, but nobody else; start one",
          e.getMessage());
      Future<Integer> future = master.submit(new Job<>(new Tasks.Fails(4), 0, 1));
      connected(master, "code");
      assertEquals(1, future.get(WAIT_SECONDS, TimeUnit.SECONDS));
    }
  }

  @Test
  void aWorkerThatRunsOtherCodeIsRefused() {
    try (RemoteWorkers master = master("code", Duration.ofSeconds(1))) {
      connected(master, "other code");
      JobException e = assertThrows(JobException.class, () -> master.run(new Tasks.Fails(4), SIX));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("worker 0 runs other code than this process"), message);
      connected(master, "code");
      await(master, 1);
      assertEquals(SIX, master.run(new Tasks.Fails(-1), SIX));
    }
  }

  @Test
  void whatIsTooLargeForAMessageFailsAlone() {
    try (RemoteWorkers master = master("code", PATIENCE)) {
      connected(master, "code");
      String message =
          String.valueOf(
              assertThrows(
                      JobException.class, () -> master.run(new Tasks.Grows(1 << 21), List.of("x")))
                  .getMessage());
      assertTrue(message.contains("make smaller chunks"), message);
      String large = "x".repeat(1 << 21);
      assertThrows(JobException.class, () -> master.run(new Tasks.Grows(1), List.of(large)));
      assertEquals(List.of("xx"), master.run(new Tasks.Grows(2), List.of("x")));
    }
  }

  /** They see each other's greetings, and are no workers. */
  @Test
  void whatIsNoWorkerGetsNoJobs() {
    try (RemoteWorkers master = master("code", PATIENCE)) {
      Wire wire = connected(master, "code");
      await(master, 1);
      master.received(wire, new Frame(Frame.Kind.GREETING, 1, new byte[0]).encoded(1000));
      master.received(wire, new byte[] {1, 2, 3});
      assertFalse(master.described().isEmpty());
      assertEquals(SIX, master.run(new Tasks.Fails(-1), SIX));
    }
  }
}
