package jacquard.examples;

import jacquard.cluster.ClusterWorker;
import jacquard.kernels.VectorKernels;
import jacquard.learn.Backend;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command of one member of {@link LoopbackWorkers}; it ends when its standard input does. */
@Command(name = "job-worker", hidden = true)
final class JobWorker implements Runnable {
  @Option(names = "--name", required = true)
  private String name = "";

  @Parameters(paramLabel = "NAME=PORT")
  private Map<String, Integer> ports = Map.of();

  @Override
  public void run() {
    Backend.use(new VectorKernels(1));
    try (ClusterWorker worker = ClusterWorker.serve(LoopbackWorkers.membership(name, ports))) {
      JobMember.endWithParent();
    }
  }
}
