package jacquard.cluster;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jgroups.raft.StateMachine;

/**
 * What the entries of the log come to: the ownership of each run. The same at every member, as soon
 * as it has applied the same entries.
 *
 * <p>This is the fence: whatever a member still sends, it is here that it is refused, when a later
 * entry of the log has given the run to another.
 */
final class Ledger implements StateMachine {
  private static final byte[] ACCEPTED = {1};
  private static final byte[] REFUSED = {0};

  /** The parts of a checkpoint that is not whole yet. */
  private record Partial(long step, List<byte[]> parts) {}

  private static final Partial NOTHING = new Partial(-1, List.of());

  private final Map<String, Ownership> runs = new TreeMap<>();
  private final Map<String, Partial> partials = new TreeMap<>();

  /** Whether an answer of {@link #apply} says that the entry was accepted. */
  static boolean isAccepted(byte[] answer) {
    return answer.length == 1 && answer[0] == 1;
  }

  @Override
  public synchronized byte[] apply(byte[] data, int offset, int length, boolean answers)
      throws IOException {
    boolean accepted =
        switch (Entry.decoded(data, offset, length)) {
          case Entry.Claim claim -> claim(claim);
          case Entry.Part part -> part(part);
        };
    notifyAll();
    return accepted ? ACCEPTED : REFUSED;
  }

  private boolean claim(Entry.Claim claim) {
    Ownership now = of(claim.run());
    boolean accepted = !now.isFinished() && claim.epoch() == now.epoch() + 1;
    if (accepted) {
      runs.put(claim.run(), now.claimed(claim.owner()));
      partials.remove(claim.run());
    }
    return accepted;
  }

  private boolean part(Entry.Part part) {
    Ownership now = of(part.run());
    if (part.epoch() != now.epoch()) {
      return false;
    }
    Partial partial = partials.getOrDefault(part.run(), NOTHING);
    // An owner that got no answer in time sends again; what was applied already is accepted again.
    if (part.step() <= now.step() || part.step() < partial.step) {
      return true;
    }
    if (now.isFinished()) {
      return false;
    }
    if (part.step() > partial.step) {
      partial = new Partial(part.step(), new ArrayList<>());
      partials.put(part.run(), partial);
    }
    if (part.index() > partial.parts.size()) {
      return false;
    }
    if (part.index() == partial.parts.size()) {
      partial.parts.add(part.bytes());
    }
    if (partial.parts.size() == part.count()) {
      runs.put(part.run(), now.at(part.step(), joined(partial.parts), part.ends()));
      partials.remove(part.run());
    }
    return true;
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** What this member knows of a run; others may know more. */
  synchronized Ownership of(String run) {
    return runs.getOrDefault(run, Ownership.NONE);
  }

  /** Waits until something holds of a run, or so many milliseconds have passed. */
  synchronized boolean await(String run, Predicate<Ownership> condition, long millis)
      throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!condition.test(of(run))) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public synchronized void writeContentTo(DataOutput out) throws IOException {
    out.writeInt(runs.size());
    for (Map.Entry<String, Ownership> run : runs.entrySet()) {
      out.writeUTF(run.getKey());
      run.getValue().write(out);
    }
    out.writeInt(partials.size());
    for (Map.Entry<String, Partial> partial : partials.entrySet()) {
      out.writeUTF(partial.getKey());
      out.writeLong(partial.getValue().step);
      out.writeInt(partial.getValue().parts.size());
      for (byte[] part : partial.getValue().parts) {
        Entry.writeBytes(out, part);
      }
    }
  }

  @Override
  public synchronized void readContentFrom(DataInput in) throws IOException {
    runs.clear();
    partials.clear();
    for (int i = in.readInt(); i > 0; i--) {
      runs.put(in.readUTF(), Ownership.read(in));
    }
    for (int i = in.readInt(); i > 0; i--) {
      String run = in.readUTF();
      Partial partial = new Partial(in.readLong(), new ArrayList<>());
      for (int part = in.readInt(); part > 0; part--) {
        partial.parts.add(Entry.readBytes(in));
      }
      partials.put(run, partial);
    }
    notifyAll();
  }
}
