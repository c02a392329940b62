package jacquard.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options every example has. */
final class RunOptions {
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Stop when N steps are taken in all, and say where.")
  long steps = Long.MAX_VALUE;

  @Option(names = "--print", description = "Print the program before it runs.")
  boolean print;

  @Option(
      names = "--no-optimize",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Make many calls in one go where that changes no bit and no step (the default), or take"
              + " every step by itself.")
  boolean optimize = true;

  @Option(
      names = "--explain",
      description = "Print what is made in one go, and why that keeps the bits, before it runs.")
  boolean explain;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all randomness (${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write every step, one a line, tab-separated.")
  @Nullable Path trace;

  @Option(names = "--quiet", description = "Print the result only.")
  boolean quiet;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description =
          "Save checkpoints there: at the end, when stopped (Ctrl-C, SIGTERM), at the program's"
              + " checkpoints, and as --every says.")
  @Nullable Path save;

  @Option(
      names = "--every",
      paramLabel = "N[s]",
      description = "Save every N steps, or with the letter s every N seconds.")
  @Nullable String every;

  @Option(names = "--keep", paramLabel = "K", description = "Keep only the newest K checkpoints.")
  int keep = Integer.MAX_VALUE;

  @Option(
      names = "--resume",
      paramLabel = "PATH",
      description = "Go on from a checkpoint, or from the newest whole one of a directory.")
  @Nullable Path resume;
}
