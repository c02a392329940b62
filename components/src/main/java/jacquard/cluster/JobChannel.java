package jacquard.cluster;

import java.net.InetSocketAddress;
import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
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

/** The channel of masters and members that do jobs. */
final class JobChannel {
  /** Below this, members on busy machines were suspected that were only slow. */
  private static final long SILENCE_MILLIS = 5000;

  private static final long HEARTBEAT_MILLIS = 1000;
  private static final long MERGE_MILLIS = 1000;

  /** What may be on its way to a member that does not listen; sockets hold it, and nobody waits. */
  private static final int CREDIT_BYTES = 2 << 20;

  private JobChannel() {}

  static JChannel of(Membership membership) {
    InetSocketAddress address = membership.address();
    List<InetSocketAddress> all = List.copyOf(membership.addresses().values());
    TCP tcp = new TCP();
    tcp.setBindAddress(address.getAddress()).setBindPort(address.getPort()).setPortRange(0);
    tcp.nonBlockingSends(true);
    TCPPING discovery = new TCPPING();
    discovery.setInitialHosts(all).setPortRange(0);
    try {
      return new JChannel(
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
              new UFC().setMaxCredits(CREDIT_BYTES),
              new MFC().setMaxCredits(CREDIT_BYTES),
              new FRAG4())
          .name(membership.self());
    } catch (Exception e) {
      throw failed(membership, e);
    }
  }

  static void connect(JChannel channel, Membership membership, Receiver receiver) {
    channel.setReceiver(receiver);
    try {
      channel.connect(membership.cluster() + "/jobs");
    } catch (Exception e) {
      channel.close();
      throw failed(membership, e);
    }
  }

  private static ClusterException failed(Membership membership, Exception e) {
    return new ClusterException(
        "%s cannot join %s at %s: %s"
            .formatted(membership.self(), membership.cluster(), membership.address(), e),
        e);
  }
}
