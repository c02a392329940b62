package jacquard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member finds on its disk when it starts again. */
class DiskLogTest {
  @TempDir private Path directory = Path.of("");

  private DiskLog opened() throws Exception {
    DiskLog log = new DiskLog();
    log.init(directory.resolve("a.log").toString(), Map.of());
    return log;
  }

  private static LogEntry entry(long term) {
    return new LogEntry(term, new byte[] {1, 2, 3});
  }

  @Test
  void anOlderEntryDoesNotTakeTheTermBack() throws Exception {
    DiskLog log = opened();
    log.currentTerm(5);
    assertEquals(2, log.append(1, LogEntries.create(entry(2), entry(3))));
    assertEquals(5, log.currentTerm());
    log.close();
    DiskLog again = opened();
    assertEquals(5, again.currentTerm());
    assertEquals(3, again.get(2).term());
    again.reinitializeTo(7, entry(4));
    again.close();
    assertEquals(5, opened().currentTerm());
  }
}
