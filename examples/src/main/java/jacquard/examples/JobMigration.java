package jacquard.examples;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.Experiment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command that runs a k-fold in a cluster of three processes, kills the one that owns it, and
 * compares how another ends it with the run that nothing disturbs.
 */
@Command(
    name = "job-migration",
    description =
        "A k-fold in a cluster of three processes: its owner is killed, another goes on with it.",
    mixinStandardHelpOptions = true)
final class JobMigration implements Callable<Integer> {
  static final String PROGRAM = "kfold";
  private static final long KILL_AFTER = 20_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", description = "The seed of folds and weights, 1 unless given.")
  private long seed = 1;

  @Option(names = "--port", description = "The first of three ports; free ones unless given.")
  private int port;

  /** The experiment that every member can start. */
  static Experiment experiment(long seed) {
    return new KFoldProgram(2, 100, seed).experiment(PROGRAM);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("jacquard-cluster");
    String migrated;
    try (MemberProcesses members =
        new MemberProcesses(directory, MemberProcesses.ports(port), seed)) {
      migrated = migrated(members, out);
    } catch (MemberProcesses.LostException e) {
      spec.commandLine().getErr().println("error: " + e.getMessage());
      return 1;
    } finally {
      MemberProcesses.delete(directory);
    }
    Experiment experiment = experiment(seed);
    experiment.start(PROGRAM).run();
    String undisturbed = Checkpoint.of(experiment.checkpoint().bytes()).fingerprint();
    out.println("migrated     " + migrated);
    out.println("undisturbed  " + undisturbed);
    out.println(migrated.equals(undisturbed) ? "the same bits" : "not the same bits");
    return migrated.equals(undisturbed) ? 0 : 1;
  }

  /** The fingerprint that all members left come to. */
  private static String migrated(MemberProcesses members, PrintWriter out)
      throws InterruptedException {
    String killed = "";
    long when = 0;
    List<String> ends = new ArrayList<>();
    while (ends.size() < 2) {
      MemberProcesses.Line line = members.next();
      if (line.end() != null) {
        ends.add(line.end());
      } else if (line.step() < 0) {
        out.print(line.text());
        out.println(when == 0 ? "" : seconds(System.nanoTime() - when));
        when = 0;
      } else if (killed.isEmpty() && line.step() >= KILL_AFTER) {
        killed = line.text().substring(0, 1);
        members.kill(killed);
        when = System.nanoTime();
        out.printf(Locale.ROOT, "killed %s%n", line.text().replaceFirst(" is", ", which was"));
      }
    }
    return String.join(" ", ends.stream().distinct().toList());
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, ", %.1f s later", nanos / 1e9);
  }
}
