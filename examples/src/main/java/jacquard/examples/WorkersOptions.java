package jacquard.examples;

import jacquard.flow.Workers;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** The options of examples whose jobs workers do. */
final class WorkersOptions {
  /** Who does the jobs. */
  enum Kind {
    LOCAL,
    THREADS,
    PROCESSES,
    CLUSTER
  }

  /** What a shell completes after {@code --workers}. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Completion.words(Kind.values()).iterator();
    }
  }

  @PerSession
  @Option(
      names = "--workers",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "Who does the jobs: ${COMPLETION-CANDIDATES}. All come to the same bits.")
  private Kind kind = Kind.THREADS;

  @PerSession
  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many threads, processes or members of a cluster (${DEFAULT-VALUE}).")
  private int count = 2;

  /** The workers, which the caller closes. */
  Workers start() {
    if (count < 1) {
      throw new UsageError("--count takes a number from 1 on, not " + count);
    }
    return switch (kind) {
      case LOCAL -> Workers.local();
      case THREADS -> Workers.threads(count);
      case PROCESSES -> Workers.processes(count);
      case CLUSTER -> new LoopbackWorkers(count);
    };
  }
}
