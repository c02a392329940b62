package jacquard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members in processes of their own, whose owner is killed or paused. */
class MigrationProcessTest {
  private static final String FIRST = " in epoch 1";
  private static final String SECOND = " in epoch 2";

  @TempDir private Path directory = Path.of("");

  private static String member(String line) {
    return line.substring(0, 1);
  }

  private static void assertEnds(Members members, int count) throws InterruptedException {
    String end = "end " + SmallRun.undisturbed();
    List<String> ends = members.await("ends", count, line -> line.startsWith("end "));
    assertEquals(List.of(end), ends.stream().distinct().toList(), members::toString);
  }

  private static long finishes(Members members) {
    return members.lines().stream().filter(line -> line.contains("has finished")).count();
  }

  /** It is killed at any moment after its first checkpoint; it cannot end before that. */
  @Test
  void ofAKilledOwnerAnotherGoesOnToTheSameBits() throws Exception {
    try (Members members = new Members(directory, "7,000")) {
      String owner = member(members.await("first owner", line -> line.endsWith(FIRST)));
      members.await("checkpoint", line -> line.startsWith(owner + " is at step 1,000"));
      members.signal(owner, "KILL");
      String second = members.await("second owner", line -> line.endsWith(SECOND));
      assertFalse(second.contains("from step 0"), members::toString);
      assertEnds(members, 2);
      assertEquals(1, finishes(members), members::toString);
    }
  }

  @Test
  void aPausedOwnerThatGoesOnIsRefused() throws Exception {
    try (Members members = new Members(directory, "1,000")) {
      String owner = member(members.await("first owner", line -> line.endsWith(FIRST)));
      members.await("checkpoint", line -> line.startsWith(owner + " is at step 1,000"));
      members.signal(owner, "STOP");
      String second = members.await("second owner", line -> line.endsWith(SECOND));
      assertTrue(second.contains("from step 1,000"), members::toString);
      members.signal(owner, "CONT");
      members.release(owner);
      members.await("refusal", line -> line.startsWith(owner + " gives up"));
      assertEnds(members, 3);
      assertEquals(1, finishes(members), members::toString);
    }
  }
}
