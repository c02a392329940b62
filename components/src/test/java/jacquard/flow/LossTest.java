package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.checkpoint.Payload;
import jacquard.data.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Flows trained by workers elsewhere that are lost and found again all the time. */
class LossTest {
  private static final Batch ROWS = Flows.rows(1, 150);

  /** Lost more often at one job, they would be taken for its victims. */
  private static final int LOSSES = 2;

  /** Remote workers whose answers are late, and some of which are never seen by the master. */
  private static final class Disturbed implements AutoCloseable {
    final RemoteWorkers master =
        new RemoteWorkers(
            "remote", "code", Duration.ofMinutes(2), "", this::cut, new Payload(Flows.TYPES));
    private final List<Wire> wires = new ArrayList<>();
    private final List<RemoteWorker> workers = new ArrayList<>();
    private final Random random;
    private int losses;

    Disturbed(long seed, int count) {
      random = new Random(seed);
      for (int i = 0; i < count; i++) {
        connect();
      }
    }

    private void connect() {
      RemoteWorker worker = new RemoteWorker("code", Flows.TYPES);
      Wire wire = Wire.between(master, worker, "worker " + wires.size());
      synchronized (this) {
        workers.add(worker);
        wires.add(wire);
      }
      wire.divert((link, message) -> answered(wire, message));
      master.connected(wire);
    }

    private void answered(Wire wire, byte[] message) {
      double luck;
      boolean isLost;
      synchronized (this) {
        luck = random.nextDouble();
        isLost = luck < 0.05 && losses < LOSSES;
        losses += isLost ? 1 : 0;
      }
      if (isLost) {
        master.disconnected(wire); // and with it the answer
        connect();
      } else if (luck > 0.9) {
        master.connected(wire); // it forgot everything
      }
      pause(luck);
      master.received(wire, message);
    }

    private static void pause(double luck) {
      try {
        Thread.sleep((long) (3 * luck));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void cut() {
      wires.forEach(Wire::cut);
      workers.forEach(RemoteWorker::close);
    }

    @Override
    public void close() {
      master.close();
    }
  }

  @Property(tries = 8)
  void anyPartitionOrderAndLossesComeToTheBitsOfTheSerialFlow(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int count) {
    List<Batch> chunks = Flows.cut(ROWS, seed);
    Flow serial = Flows.mixed();
    serial.train(chunks);
    Flow parallel = Flows.mixed();
    try (Disturbed workers = new Disturbed(seed, count)) {
      parallel.train(chunks, workers.master);
      assertEquals(serial.execute(chunks), parallel.execute(chunks, workers.master));
    }
    assertEquals(Flows.fingerprint(serial), Flows.fingerprint(parallel));
  }
}
