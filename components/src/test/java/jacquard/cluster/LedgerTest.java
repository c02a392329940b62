package jacquard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What entries, in any order and any number of times, may and may not do to a ledger. */
class LedgerTest {
  private static final String RUN = "main";

  private static boolean apply(Ledger ledger, Entry entry) throws IOException {
    byte[] bytes = entry.encoded();
    return Ledger.isAccepted(ledger.apply(bytes, 0, bytes.length, true));
  }

  private static Entry.Part part(long epoch, long step, int index, int count, boolean ends) {
    return new Entry.Part(RUN, epoch, step, index, count, ends, new byte[] {(byte) index});
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<Entry> claims =
        Combinators.combine(Arbitraries.longs().between(1, 4), Arbitraries.of("a/1", "b/1", "c/1"))
            .as((epoch, owner) -> new Entry.Claim(RUN, epoch, owner));
    Arbitrary<Entry> parts =
        Combinators.combine(
                Arbitraries.longs().between(0, 4),
                Arbitraries.longs().between(0, 4),
                Arbitraries.integers().between(0, 1),
                Arbitraries.of(false, false, true))
            .as((epoch, step, index, ends) -> part(epoch, step, index, 2, ends));
    return Arbitraries.oneOf(claims, parts).list().ofMaxSize(40);
  }

  @Property
  void onlyTheLatestOwnerMovesARunAndOnlyForwards(@ForAll("entries") List<Entry> entries)
      throws IOException {
    Ledger ledger = new Ledger();
    for (Entry entry : entries) {
      Ownership before = ledger.of(RUN);
      boolean accepted = apply(ledger, entry);
      Ownership after = ledger.of(RUN);
      assertTrue(after.epoch() >= before.epoch() && after.step() >= before.step());
      if (before.isFinished()) {
        assertEquals(before.toString(), after.toString());
      }
      if (!accepted) {
        assertEquals(before.toString(), after.toString());
      }
      if (entry instanceof Entry.Part) {
        assertTrue(!accepted || entry.epoch() == before.epoch());
        assertEquals(before.epoch(), after.epoch());
      } else {
        assertEquals(accepted ? before.epoch() + 1 : before.epoch(), after.epoch());
      }
    }
  }

  /** An answer that came too late makes an owner send again. */
  @Property
  void whatIsAppliedTwiceIsAppliedOnce(@ForAll("entries") List<Entry> entries) throws IOException {
    Ledger once = new Ledger();
    Ledger twice = new Ledger();
    for (Entry entry : entries) {
      boolean accepted = apply(once, entry);
      assertEquals(accepted, apply(twice, entry));
      assertEquals(accepted && entry instanceof Entry.Part, apply(twice, entry));
      assertEquals(once.of(RUN).toString(), twice.of(RUN).toString());
    }
  }

  @Property
  void aSnapshotAnywhereChangesNothing(@ForAll("entries") List<Entry> entries) throws IOException {
    Ledger plain = new Ledger();
    Ledger restored = new Ledger();
    for (Entry entry : entries) {
      assertEquals(apply(plain, entry), apply(restored, entry));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      restored.writeContentTo(new DataOutputStream(bytes));
      restored = new Ledger();
      restored.readContentFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      assertEquals(plain.of(RUN).toString(), restored.of(RUN).toString());
    }
  }

  @Test
  void ofACheckpointInPartsOnlyTheLastMakesItCount() throws IOException {
    Ledger ledger = new Ledger();
    assertTrue(apply(ledger, new Entry.Claim(RUN, 1, "a/1")));
    assertFalse(apply(ledger, part(1, 10, 1, 2, false)), "the first part is missing");
    assertTrue(apply(ledger, part(1, 10, 0, 2, false)));
    assertEquals(-1, ledger.of(RUN).step());
    assertTrue(apply(ledger, part(1, 10, 1, 2, false)));
    assertEquals(10, ledger.of(RUN).step());
  }

  @Test
  void ofTwoClaimantsOneOwnsTheRun() throws IOException {
    Ledger ledger = new Ledger();
    assertTrue(apply(ledger, new Entry.Claim(RUN, 1, "a/1")));
    assertFalse(apply(ledger, new Entry.Claim(RUN, 1, "b/1")));
    assertEquals("a/1", ledger.of(RUN).owner());
  }
}
