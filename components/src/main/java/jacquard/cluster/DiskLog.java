package jacquard.cluster;

import java.util.Locale;
import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.Log;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;

/**
 * The log on a member's disk, whose term never falls and which says when it could not be written.
 *
 * <p>{@link FileBasedLog} of jgroups-raft 1.1.4 takes the term of the entry it writes for the
 * member's own. A member that was sent older entries would come back from a restart in a term in
 * which it has voted already, and others would not listen to it. And it only prints that a write
 * failed, so that the entry would count as kept.
 */
public final class DiskLog extends FileBasedLog {
  /** Made by jgroups-raft, by the name of the class. */
  public DiskLog() {}

  @Override
  public Log currentTerm(long term) {
    return term < currentTerm() ? this : super.currentTerm(term);
  }

  @Override
  public void reinitializeTo(long index, LogEntry entry) {
    long term = currentTerm();
    super.reinitializeTo(index, entry);
    currentTerm(term);
  }

  @Override
  public long append(long index, LogEntries entries) {
    long last = super.append(index, entries);
    if (last != index + entries.size() - 1) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the log was not written: it ends at %d, and not at %d",
              last,
              index + entries.size() - 1));
    }
    return last;
  }
}
