package jacquard.cluster;

import java.util.List;
import java.util.Locale;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.protocols.FlowControl;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.Protocol;

/** The channel of masters and members that do jobs: the transport of all members, and no log. */
final class JobChannel {
  /**
   * What may be on its way to a member that does not listen. The sockets hold that much, so that
   * nobody waits who sends to others.
   */
  private static final int CREDIT_BYTES = 2 << 20;

  private JobChannel() {}

  static JChannel of(Membership membership) {
    List<Protocol> protocols = Stack.transport(membership);
    for (Protocol protocol : protocols) {
      if (protocol instanceof TCP tcp) {
        tcp.nonBlockingSends(true);
      } else if (protocol instanceof FlowControl flow) {
        flow.setMaxCredits(CREDIT_BYTES);
      }
    }
    try {
      return new JChannel(protocols).name(membership.self());
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
        String.format(
            Locale.ROOT,
            "%s cannot join %s at %s: %s",
            membership.self(),
            membership.cluster(),
            membership.address(),
            e),
        e);
  }
}
