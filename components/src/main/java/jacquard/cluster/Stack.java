package jacquard.cluster;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.jgroups.raft.util.CommitTable;
import org.jgroups.stack.Protocol;
import org.jspecify.annotations.Nullable;

/** The protocols of a member's channel: fixed addresses, nothing multicast, a log on disk. */
final class Stack {
  /** Below this, members on busy machines were suspected that were only slow. */
  private static final long SILENCE_MILLIS = 5000;

  private static final long HEARTBEAT_MILLIS = 1000;

  /** So that a member that is back, or was cut off, is found within seconds. */
  private static final long MERGE_MILLIS = 1000;

  /** Beyond this the log is replaced by a snapshot of what it came to. */
  private static final long LOG_BYTES = 32L << 20;

  private static final int LOG_CACHE_ENTRIES = 32;

  /** A leader sends on what a member lacks when it was asked nothing for so long. */
  private static final long RESEND_MILLIS = 100;

  private Stack() {}

  /** What every channel has: TCP between the addresses, who is there, and large messages. */
  static List<Protocol> transport(Membership membership) {
    InetSocketAddress address = membership.address();
    List<InetSocketAddress> all = List.copyOf(membership.addresses().values());
    TCP tcp = new TCP();
    tcp.setBindAddress(address.getAddress()).setBindPort(address.getPort()).setPortRange(0);
    TCPPING discovery = new TCPPING();
    discovery.setInitialHosts(all).setPortRange(0);
    return List.of(
        tcp,
        discovery,
        new MERGE3().setMinInterval(MERGE_MILLIS).setMaxInterval(3 * MERGE_MILLIS),
        new FD_SOCK2().setBindAddress(address.getAddress()),
        new FD_ALL3().setTimeout(SILENCE_MILLIS).setInterval(HEARTBEAT_MILLIS),
        new VERIFY_SUSPECT2().setTimeout(HEARTBEAT_MILLIS),
        new NAKACK2().useMcastXmit(false),
        new UNICAST3(),
        new STABLE(),
        new GMS().setJoinTimeout(HEARTBEAT_MILLIS).printLocalAddress(false),
        new UFC(),
        new MFC(),
        new FRAG4());
  }

  static JChannel channel(Membership membership) throws Exception {
    RAFT raft =
        new RAFT()
            .members(membership.addresses().keySet())
            .raftId(membership.self())
            .logDir(membership.directory().toString())
            .maxLogSize(LOG_BYTES)
            .maxLogCacheSize(LOG_CACHE_ENTRIES)
            .logUseFsync(true)
            .resendInterval(RESEND_MILLIS);
    List<Protocol> protocols = new ArrayList<>();
    for (Protocol protocol : transport(membership)) {
      if (protocol instanceof GMS) {
        protocols.add(new NO_DUPES());
      }
      protocols.add(protocol);
    }
    protocols.add(new ELECTION());
    protocols.add(raft);
    protocols.add(new REDIRECT());
    JChannel channel = new JChannel(protocols);
    channel.setName(membership.self());
    raft.addRoleListener(role -> sendToAll(raft, channel.getView()));
    channel.setReceiver(
        new Receiver() {
          @Override
          public void viewAccepted(View view) {
            sendToAll(raft, view);
          }
        });
    return channel;
  }

  /**
   * Has a leader send the log to all members. One that joins while the leader is elected is
   * forgotten otherwise (seen with jgroups-raft 1.1.4): it is in the view, and is sent nothing.
   */
  private static void sendToAll(RAFT raft, @Nullable View view) {
    CommitTable table = raft.commitTable();
    if (view != null && table != null && raft.isLeader()) {
      List<Address> others = new ArrayList<>(view.getMembers());
      others.remove(raft.getAddress());
      table.adjust(others, raft.lastAppended());
    }
  }
}
