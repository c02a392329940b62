package jacquard.cluster;

import jacquard.kernels.VectorKernels;
import jacquard.learn.Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;

/**
 * A member that does jobs in a process of its own. It ends when its standard input does; a line
 * {@code cut} there cuts it off from the others, {@code heal} ends that.
 */
final class JobMember {
  private JobMember() {}

  /** Takes the cluster, the name, NAME=PORT of all members, and classes to be registered. */
  public static void main(String[] args) throws Exception {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<Class<?>> types = new ArrayList<>();
    for (String arg : List.of(args).subList(2, args.length)) {
      int equals = arg.indexOf('=');
      if (equals < 0) {
        types.add(Class.forName(arg));
      } else {
        ports.put(arg.substring(0, equals), Integer.parseInt(arg.substring(equals + 1)));
      }
    }
    Backend.use(new VectorKernels(1));
    ClusterWorker worker =
        ClusterWorker.serve(
            Membership.onLoopback(args[0], args[1], ports, Path.of("")),
            types.toArray(Class<?>[]::new));
    DISCARD discard = new DISCARD();
    worker
        .channel()
        .getProtocolStack()
        .insertProtocol(discard, ProtocolStack.Position.ABOVE, TP.class);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        discard.discardAll(line.equals("cut"));
      }
    } catch (IOException e) {
      // the same as its end
    }
    Runtime.getRuntime().halt(0);
  }
}
