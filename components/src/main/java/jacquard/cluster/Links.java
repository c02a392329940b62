package jacquard.cluster;

import jacquard.flow.Link;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;

/**
 * What a channel tells, as links that come and go.
 *
 * <p>Of messages, only plain bytes are looked at. Nothing is made of them by Java serialization.
 */
final class Links implements Receiver {
  private final JChannel channel;
  private final Consumer<Link> connected;
  private final Consumer<Link> disconnected;
  private final BiConsumer<Link, byte[]> received;
  private final Set<Link> known = new LinkedHashSet<>();

  Links(
      JChannel channel,
      Consumer<Link> connected,
      Consumer<Link> disconnected,
      BiConsumer<Link, byte[]> received) {
    this.channel = channel;
    this.connected = connected;
    this.disconnected = disconnected;
    this.received = received;
  }

  @Override
  public synchronized void viewAccepted(View view) {
    Set<Link> now = new LinkedHashSet<>();
    view.getMembers().stream()
        .filter(address -> !address.equals(channel.getAddress()))
        .forEach(address -> now.add(new ClusterLink(channel, address)));
    List<Link> gone = new ArrayList<>(known);
    gone.removeAll(now);
    gone.forEach(disconnected);
    List<Link> come = new ArrayList<>(now);
    if (!(view instanceof MergeView)) { // else others may have thought that we were gone
      come.removeAll(known);
    }
    come.forEach(connected);
    known.clear();
    known.addAll(now);
  }

  @Override
  public void receive(Message message) {
    if (message instanceof BytesMessage bytes && bytes.getLength() > 0) {
      byte[] copy = new byte[bytes.getLength()];
      System.arraycopy(bytes.getArray(), bytes.getOffset(), copy, 0, copy.length);
      received.accept(new ClusterLink(channel, message.getSrc()), copy);
    }
  }
}
