package jacquard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.flow.Work;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.ObjectMessage;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and what is read of what arrives. */
class SecurityTest {
  private static final String PASSWORD = "for this test only";
  private static final long PATIENCE_MILLIS = 60_000;

  @TempDir private Path directory = Path.of("");

  private Map<String, Integer> ports = Map.of();

  @BeforeEach
  void choosePorts() throws IOException {
    ports = SmallRun.ports();
  }

  /** A key and its certificate in one file, which serves as what is trusted too. */
  private Tls key(String name) throws IOException, InterruptedException {
    Path file = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertTrue(keytool.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    assertEquals(0, keytool.exitValue());
    return new Tls(file, PASSWORD, file, PASSWORD);
  }

  private Member join(String name, @Nullable Tls tls) {
    Membership plain = Membership.onLoopback("tls", name, ports, directory.resolve(name));
    return Member.join(tls == null ? plain : plain.withTls(tls));
  }

  private static void awaitConnected(Member member, int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (member.connected() != count) {
      assertTrue(System.nanoTime() < end, () -> member.name() + " sees " + member.connected());
      Thread.sleep(20);
    }
  }

  /** Two of three are a majority; what the third is shown to be kept out with is a run they end. */
  private void assertKeptOut(Tls ours, @Nullable Tls theirs) throws Exception {
    try (Member a = join("a", ours);
        Member b = join("b", ours);
        Member c = join("c", theirs)) {
      awaitConnected(a, 2);
      awaitConnected(b, 2);
      Migration migration =
          new Migration(a, SmallRun.NAME, SmallRun::experiment, line -> {})
              .everySteps(SmallRun.EVERY);
      assertEquals(SmallRun.undisturbed(), migration.run().fingerprint());
      assertTrue(b.await(SmallRun.NAME, Ownership::isFinished, PATIENCE_MILLIS));
      assertEquals(2, a.connected());
      assertEquals(1, c.connected());
      assertEquals(0, c.ownership(SmallRun.NAME).epoch());
    }
  }

  @Test
  void whoShowsNoCertificateIsKeptOut() throws Exception {
    assertKeptOut(key("ours"), null);
  }

  @Test
  void whoShowsAForeignCertificateIsKeptOut() throws Exception {
    assertKeptOut(key("ours"), key("foreign"));
  }

  /** A text about a number. */
  record Whose() implements Work<Integer, String> {
    @Override
    public String apply(Integer x) {
      return x + " here";
    }
  }

  private ClusterWorker worker(String name, @Nullable Tls tls) {
    Membership plain = Membership.onLoopback("tls", name, ports, directory);
    return ClusterWorker.serve(tls == null ? plain : plain.withTls(tls), Whose.class);
  }

  @Test
  void jobsAreDoneByWhoShowsACertificateAlone() throws Exception {
    Tls ours = key("ours");
    Membership place = Membership.onLoopback("tls", "a", ports, directory).withTls(ours);
    try (ClusterWorkers workers = ClusterWorkers.of(place, Whose.class);
        ClusterWorker b = worker("b", ours);
        ClusterWorker c = worker("c", null)) {
      assertEquals(List.of("1 here", "2 here"), workers.run(new Whose(), List.of(1, 2)));
      assertEquals(List.of("member b works"), workers.described());
      assertEquals(2, b.channel().getView().size());
      assertEquals(1, c.channel().getView().size());
      c.close();
      c.await();
    }
  }

  @Test
  void passwordsAreNotPrinted() {
    Path file = Path.of("lab.p12");
    assertFalse(new Tls(file, PASSWORD, file, PASSWORD).toString().contains(PASSWORD));
  }

  /** What an attacker would have read: it tells when it is. */
  static final class Foreign implements Serializable {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger READS = new AtomicInteger();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      READS.incrementAndGet();
    }
  }

  /** JGroups reads serialized objects in messages and in answers of a leader. */
  @Test
  void foreignObjectsAreNotRead() throws Exception {
    join("a", null).close();
    byte[] answer = Util.objectToByteBuffer(new Foreign());
    assertThrows(InvalidClassException.class, () -> Util.objectFromByteBuffer(answer));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    new ObjectMessage(null, new Foreign()).writeTo(new DataOutputStream(message));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(message.toByteArray()));
    assertThrows(InvalidClassException.class, () -> new ObjectMessage().readFrom(in));
    assertEquals(0, Foreign.READS.get());
  }

  @Test
  void aFailureThatALeaderReportsIsRead() throws Exception {
    join("a", null).close();
    byte[] answer = Util.objectToByteBuffer(new IllegalStateException("not the leader"));
    Object read = Util.objectFromByteBuffer(answer);
    assertEquals(
        "not the leader", assertInstanceOf(IllegalStateException.class, read).getMessage());
  }
}
