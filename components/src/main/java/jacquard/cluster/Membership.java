package jacquard.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place of one member in a cluster.
 *
 * @param cluster the name of the cluster: members of others are not heard
 * @param self the name of this member
 * @param addresses where each member listens, this one too; the same at all members. More than half
 *     of them must be there for anything to be decided about runs; jobs need no majority
 * @param directory where this member keeps its log of runs; no other member's
 * @param patience how long nothing may be decided, or no member be there to do jobs, until that is
 *     an error
 * @param tls the certificates of the members; null for a network where everybody is trusted
 */
public record Membership(
    String cluster,
    String self,
    Map<String, InetSocketAddress> addresses,
    Path directory,
    Duration patience,
    @Nullable Tls tls) {
  /** How long nothing may be decided, unless said otherwise. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if this member has no address
   */
  public Membership {
    addresses = new LinkedHashMap<>(addresses);
    if (!addresses.containsKey(self)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "no address for the member %s; there are %s", self, addresses.keySet()));
    }
  }

  /** A member of a cluster on this machine, at loopback ports by the names of the members. */
  public static Membership onLoopback(
      String cluster, String self, Map<String, Integer> ports, Path directory) {
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    ports.forEach(
        (name, port) ->
            addresses.put(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    return new Membership(cluster, self, addresses, directory, PATIENCE, null);
  }

  /** The same place, among members that know each other by certificates. */
  public Membership withTls(Tls certificates) {
    return new Membership(cluster, self, addresses, directory, patience, certificates);
  }

  /** The same place, of a member that waits for so long. */
  public Membership withPatience(Duration other) {
    return new Membership(cluster, self, addresses, directory, other, tls);
  }

  /** How many members make a majority. */
  int majority() {
    return addresses.size() / 2 + 1;
  }

  /** Where this member listens. */
  InetSocketAddress address() {
    InetSocketAddress address = addresses.get(self);
    if (address == null) {
      throw new IllegalStateException(self);
    }
    return address;
  }
}
