package jacquard.examples;

import jacquard.cluster.ClusterException;
import jacquard.cluster.Member;
import jacquard.cluster.Membership;
import jacquard.cluster.Migration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command of one member of {@link JobMigration}; it ends when its standard input does. */
@Command(name = "job-member", hidden = true)
final class JobMember implements Callable<Integer> {
  private static final long EVERY = 2000;

  @Option(names = "--seed", required = true)
  private long seed;

  @Option(names = "--log", required = true)
  private Path log = Path.of("");

  @Option(names = "--name", required = true)
  private String name = "";

  @Parameters(paramLabel = "NAME=PORT")
  private Map<String, Integer> ports = Map.of();

  @Override
  public Integer call() {
    Thread parent = Thread.ofPlatform().daemon().start(JobMember::endWithParent);
    Membership membership = Membership.onLoopback("job-migration-" + ports, name, ports, log);
    try {
      Member member = Member.join(membership);
      Migration migration =
          new Migration(
              member,
              JobMigration.PROGRAM,
              () -> JobMigration.experiment(seed),
              System.out::println);
      System.out.println("end " + migration.everySteps(EVERY).run().fingerprint());
      join(parent); // until then the others hear of the end
      return 0;
    } catch (ClusterException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Halts when the standard input ends; does not return. */
  static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nothing is said
      }
    } catch (IOException e) {
      // the same as its end
    }
    Runtime.getRuntime().halt(0);
  }
}
