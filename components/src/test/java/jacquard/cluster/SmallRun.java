package jacquard.cluster;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;

import jacquard.checkpoint.Checkpoint;
import jacquard.data.Digits;
import jacquard.data.KFold;
import jacquard.experiment.Experiment;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Rates;
import jacquard.learn.Softmax;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A k-fold of a softmax classifier, small enough to be run often. */
final class SmallRun {
  static final String NAME = "main";

  /** Steps between checkpoints: some thirty of them in all. */
  static final long EVERY = 500;

  private SmallRun() {}

  static Experiment experiment() {
    KFold kf = new KFold(Digits.load(), 5, 1);
    Softmax softmax = new Softmax(new JavaKernels(), 64, 10, new Rates(0.001f, 0.9f, 0f));
    return new Experiment()
        .component("kf", kf)
        .component("softmax", softmax)
        .program(
            NAME,
            repeat(
                5,
                seq(call(kf::nextFold), call(softmax::clear)),
                repeat(60, buffer(20, call(kf::next)), call(softmax::update))));
  }

  /** The fingerprint of the end of the run that nothing disturbs. */
  static String undisturbed() {
    Experiment experiment = experiment();
    experiment.start(NAME).run();
    return Checkpoint.of(experiment.checkpoint().bytes()).fingerprint();
  }

  /** Members a, b and c at ports that are free now. */
  static Map<String, Integer> ports() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String name : List.of("a", "b", "c")) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.put(name, socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
