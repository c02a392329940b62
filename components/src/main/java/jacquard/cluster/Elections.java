package jacquard.cluster;

import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.util.TimeScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The rule of Raft that jgroups-raft 1.1.4 leaves out: a leader gives way to a later term.
 *
 * <p>A member that was left alone while others stopped may have come to a later term than they have
 * on their disks. When all are back they elect a leader in an earlier term, and that member drops
 * whatever the leader sends. So a member that has a majority and no leader for some seconds tells
 * the coordinator its term, and that one has a leader elected in a later one. An election too many
 * does no harm but delay.
 */
final class Elections implements Receiver {
  private static final long CHECK_MILLIS = 1000;

  /** So many checks in a row: an ordinary election is over by then. */
  private static final int PATIENCE = 2;

  private final JChannel channel;
  private final int majority;
  private final RAFT raft;
  private final ELECTION election;
  private int leaderless;

  private Elections(JChannel channel, int majority) {
    this.channel = channel;
    this.majority = majority;
    this.raft = channel.getProtocolStack().findProtocol(RAFT.class);
    this.election = channel.getProtocolStack().findProtocol(ELECTION.class);
  }

  /** Looks after the elections of a channel, until it is closed. */
  static void watch(JChannel channel, int majority) {
    Elections elections = new Elections(channel, majority);
    channel.setReceiver(elections);
    TimeScheduler timer = channel.getProtocolStack().getTransport().getTimer();
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            elections::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void check() {
    View view = channel.getView();
    if (view == null || view.size() < majority || raft.leader() != null) {
      leaderless = 0;
    } else if (++leaderless >= PATIENCE) {
      leaderless = 0;
      ask(view);
    }
  }

  private void ask(View view) {
    byte[] term = ByteBuffer.allocate(Long.BYTES).putLong(raft.currentTerm()).array();
    try {
      channel.send(new BytesMessage(view.getCoord(), term));
    } catch (Exception e) {
      // It has left, or this member has; asked again if need be.
    }
  }

  /** The term of a member that has no leader. */
  @Override
  public void receive(Message message) {
    if (isTerm(message) && isCoordinator(channel.getView()) && !election.isVotingThreadRunning()) {
      raft.currentTerm(
          ByteBuffer.wrap(message.getArray(), message.getOffset(), Long.BYTES).getLong());
      election.runVotingThread();
    }
  }

  private static boolean isTerm(Message message) {
    return message instanceof BytesMessage && message.getLength() == Long.BYTES;
  }

  private boolean isCoordinator(@Nullable View view) {
    return view != null && view.size() >= majority && channel.getAddress().equals(view.getCoord());
  }
}
