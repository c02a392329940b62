package jacquard.examples;

import jacquard.cluster.ClusterWorkers;
import jacquard.cluster.Membership;
import jacquard.flow.Job;
import jacquard.flow.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** A cluster on this machine, whose members are child processes; they end with it. */
final class LoopbackWorkers implements Workers {
  private static final String MASTER = "master";

  private final List<Process> processes = new ArrayList<>();
  private final ClusterWorkers workers;

  /** So many members, of which the first ones do jobs before the last ones have started. */
  LoopbackWorkers(int count) {
    List<String> names = new ArrayList<>(List.of(MASTER));
    for (int i = 1; i <= count; i++) {
      names.add("member-" + i);
    }
    try {
      Map<String, Integer> ports = MemberProcesses.ports(0, names);
      for (String name : names.subList(1, names.size())) {
        processes.add(start(name, ports));
      }
      workers = ClusterWorkers.of(membership(MASTER, ports));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The place of a member among all at these ports of this machine. */
  static Membership membership(String name, Map<String, Integer> ports) {
    return Membership.onLoopback("parallel-pca-" + ports.get(MASTER), name, ports, Path.of(""));
  }

  private static Process start(String name, Map<String, Integer> ports) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("job-worker", "--name", name));
    ports.forEach((member, port) -> command.add(member + "=" + port));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Override
  public int width() {
    return workers.width();
  }

  @Override
  public <D, R> Future<R> submit(Job<D, R> job) {
    return workers.submit(job);
  }

  @Override
  public void close() {
    workers.close();
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
