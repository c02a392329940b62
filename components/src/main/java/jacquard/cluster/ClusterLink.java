package jacquard.cluster;

import jacquard.flow.Link;
import java.io.IOException;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.util.NameCache;

/** The way to another member of a channel. */
record ClusterLink(JChannel channel, Address to) implements Link {
  /** A message is in memory twice at either end; it is cut into fragments on the way. */
  private static final int LARGEST = 256 << 20;

  @Override
  public int largest() {
    return LARGEST;
  }

  @Override
  public void send(byte[] message) throws IOException {
    try {
      channel.send(new BytesMessage(to, message));
    } catch (Exception e) {
      throw new IOException("cannot send to " + this + ": " + e, e);
    }
  }

  /** The name of the member. */
  @Override
  public String toString() {
    String name = NameCache.get(to);
    return "member " + (name == null ? to : name);
  }
}
