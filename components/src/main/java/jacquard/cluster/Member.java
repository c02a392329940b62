package jacquard.cluster;

import java.net.BindException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.View;
import org.jgroups.raft.RaftHandle;
import org.jgroups.util.UUID;

/**
 * A member of a cluster that agrees on who owns which run.
 *
 * <p>The members keep one log; an entry counts when a majority has it on disk. A member without a
 * majority can decide nothing and goes on waiting. Threads may share a member.
 */
public final class Member implements AutoCloseable {
  /** Longer, and failing over takes longer; shorter, and a slow disk looks like no answer. */
  private static final long ANSWER_MILLIS = 1500;

  /** Longer than a member is taken for alive that is silent. */
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final int PART_BYTES = 256 << 10;

  private final Membership membership;
  private final Ledger ledger = new Ledger();
  private final JChannel channel;
  private final RaftHandle log;
  private final Set<String> driven = ConcurrentHashMap.newKeySet();

  private Member(Membership membership) throws Exception {
    this.membership = membership;
    this.channel = Stack.channel(membership);
    this.log = new RaftHandle(channel, ledger);
  }

  /**
   * Joins a cluster; the other members may come later. Waits while the others take a former life of
   * this member for alive, which they do for some seconds.
   *
   * @throws ClusterException if this member cannot listen, keep its log, or is not let in
   */
  public static Member join(Membership membership) {
    long end = System.nanoTime() + JOIN_NANOS;
    while (true) {
      try {
        Files.createDirectories(membership.directory());
        Member member = new Member(membership);
        try {
          member.channel.connect(membership.cluster());
        } catch (Exception e) {
          member.close();
          throw e;
        }
        return member;
      } catch (Exception e) {
        if (!(e instanceof SecurityException) || System.nanoTime() > end) {
          throw cannotJoin(membership, e);
        }
        pauseUntil(System.nanoTime() + JOIN_NANOS / 20);
      }
    }
  }

  private static ClusterException cannotJoin(Membership membership, Exception e) {
    String reason =
        e instanceof BindException
            ? "its port is taken, or its address is not of this machine"
            : e.toString();
    return new ClusterException(
        String.format(
            Locale.ROOT,
            "member %s cannot join %s at %s: %s",
            membership.self(),
            membership.cluster(),
            membership.address(),
            reason),
        e);
  }

  /** The name of this member. */
  public String name() {
    return membership.self();
  }

  /** The owner that this member is, in this one of its lives. */
  String owner() {
    return name() + "/" + life(channel.getAddress());
  }

  private static String life(Address address) {
    return address instanceof UUID id ? id.toStringLong() : address.toString();
  }

  /** What this member knows of a run; the others may know more already. */
  public Ownership ownership(String run) {
    return ledger.of(run);
  }

  /** How many members this one is connected with, itself included. */
  public int connected() {
    View view = channel.getView();
    return view == null ? 0 : view.size();
  }

  /** The channel, for tests that disturb it. */
  JChannel channel() {
    return channel;
  }

  /** Whether enough members are here to decide anything. */
  boolean hasMajority() {
    return connected() >= membership.majority();
  }

  /** Whether the owner of a run is among the members this one is connected with. */
  boolean sees(String owner) {
    View view = channel.getView();
    return view != null
        && view.getMembers().stream().anyMatch(address -> owner.endsWith("/" + life(address)));
  }

  /** Takes the driving of a run by this member; false if it is taken. */
  boolean take(String run) {
    return driven.add(run);
  }

  /** Gives back what {@link #take} took. */
  void giveBack(String run) {
    driven.remove(run);
  }

  /** Waits for what a run comes to, not longer than so many milliseconds. */
  boolean await(String run, Predicate<Ownership> condition, long millis) {
    try {
      return ledger.await(run, condition, millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while waiting for the run " + run, e);
    }
  }

  /**
   * Tries to become the owner of a run, after an epoch. False also when no answer came in time:
   * then it may have become the owner nevertheless, of an epoch it must claim away again.
   */
  boolean claim(String run, long epoch) {
    try {
      boolean accepted = append(new Entry.Claim(run, epoch + 1, owner()));
      // The checkpoint to go on from is in the log before the claim, but perhaps not here yet.
      return accepted && await(run, now -> now.epoch() > epoch, ANSWER_MILLIS);
    } catch (TimeoutException e) {
      return false;
    }
  }

  /**
   * Has a checkpoint agreed on, however long that takes.
   *
   * @return false if another member owns the run by now
   * @throws ClusterException if nothing was decided for longer than the patience
   */
  boolean publish(String run, long epoch, long step, boolean ends, byte[] checkpoint) {
    int count = (checkpoint.length + PART_BYTES - 1) / PART_BYTES;
    for (int i = 0; i < count; i++) {
      int from = i * PART_BYTES;
      int to = Math.min(checkpoint.length, from + PART_BYTES);
      byte[] bytes = Arrays.copyOfRange(checkpoint, from, to);
      if (!insist(new Entry.Part(run, epoch, step, i, count, ends, bytes))) {
        return false;
      }
    }
    return true;
  }

  private boolean insist(Entry.Part part) {
    long end = System.nanoTime() + membership.patience().toNanos();
    while (true) {
      try {
        return append(part);
      } catch (TimeoutException e) {
        if (System.nanoTime() > end) {
          throw new ClusterException(
              String.format(
                  Locale.ROOT,
                  "no majority of %s has answered member %s for %s; the run %s stays at its last"
                      + " checkpoint",
                  membership.addresses().keySet(),
                  name(),
                  membership.patience(),
                  part.run()),
              e);
        }
      }
    }
  }

  /** Whether an entry was accepted. */
  private boolean append(Entry entry) throws TimeoutException {
    byte[] bytes = entry.encoded();
    long asked = System.nanoTime();
    try {
      return Ledger.isAccepted(
          log.set(bytes, 0, bytes.length, ANSWER_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while asking the cluster about " + entry.run(), e);
    } catch (TimeoutException e) {
      throw e;
    } catch (Exception e) {
      // No leader, or one that is leaving: the same as no answer, only at once.
      pauseUntil(asked + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS / 10));
      TimeoutException none = new TimeoutException(e.toString());
      none.initCause(e);
      throw none;
    }
  }

  private static void pauseUntil(long nanoTime) {
    LockSupport.parkNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** Leaves the cluster; runs it owns go on elsewhere. */
  @Override
  public void close() {
    channel.close();
  }
}
