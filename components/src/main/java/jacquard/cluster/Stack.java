package jacquard.cluster;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.Global;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
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
import org.jgroups.stack.Protocol;

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

  /**
   * What JGroups may make of Java's serialization, which it reads where it finds it: failures that
   * a leader reports.
   */
  private static final String SERIALIZED =
      "maxdepth=10;java.lang.Throwable;java.lang.Exception;java.lang.RuntimeException;"
          + "java.lang.IllegalStateException;java.lang.IllegalArgumentException;"
          + "java.lang.StackTraceElement;java.util.Collections$EmptyList;"
          + "org.jgroups.protocols.raft.RaftLeaderException;!*";

  static {
    // JGroups reads it once, when it first meets a serialized object.
    if (System.getProperty(Global.DESERIALIZATION_FILTER) == null) {
      System.setProperty(Global.DESERIALIZATION_FILTER, SERIALIZED);
    }
  }

  private Stack() {}

  /** What every channel has: TCP between the addresses, who is there, and large messages. */
  static List<Protocol> transport(Membership membership) {
    InetSocketAddress address = membership.address();
    List<InetSocketAddress> all = List.copyOf(membership.addresses().values());
    TCP tcp = new TCP();
    tcp.setBindAddress(address.getAddress()).setBindPort(address.getPort()).setPortRange(0);
    // The end of a process closes its connections, and is noticed by that.
    tcp.enableSuspectEvents(true);
    Tls tls = membership.tls();
    if (tls != null) {
      tcp.tls(tls.settings());
    }
    TCPPING discovery = new TCPPING();
    discovery.setInitialHosts(all).setPortRange(0);
    return List.of(
        tcp,
        discovery,
        new MERGE3().setMinInterval(MERGE_MILLIS).setMaxInterval(3 * MERGE_MILLIS),
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
            .logClass(DiskLog.class.getName())
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
    Elections.watch(channel, membership.majority());
    return channel;
  }
}
