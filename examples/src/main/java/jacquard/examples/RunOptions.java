package jacquard.examples;

import jacquard.program.Format;
import jacquard.report.RunConfiguration;
import jacquard.report.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options every example has. */
final class RunOptions {
  /** What a shell completes after {@code --print}. */
  static final class Forms implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Completion.words(Format.values()).iterator();
    }
  }

  /** What a shell completes after {@code --backend}. */
  static final class BackendNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Backends.NAMES.iterator();
    }
  }

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Stop when N steps are taken in all, and say where.")
  long steps = Long.MAX_VALUE;

  @Option(
      names = "--print",
      arity = "0..1",
      fallbackValue = "text",
      paramLabel = "FORM",
      completionCandidates = Forms.class,
      description =
          "Print the program before it runs; or, in the form plain (for --program), dot or mermaid,"
              + " print it and do not run it.")
  @Nullable Format print;

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "Run this program on the example's components instead of its own.")
  @Nullable Path program;

  @Option(
      names = "--check",
      description = "Say what is known to be wrong with the program, and do not run it.")
  boolean check;

  @Option(
      names = "--profile",
      negatable = true,
      description = "Print at the end what steps and time every part of the program took.")
  boolean profile;

  @Option(
      names = "--no-optimize",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "false", // of the name above; its opposite is --optimize
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
      description =
          "Write what the run does: as trace events for Perfetto if FILE ends with .json, as a"
              + " recording for JDK Mission Control if with .jfr, else as lines of text.")
  @Nullable Path trace;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      completionCandidates = BackendNames.class,
      description =
          "What to compute with: opencl, java or auto (${DEFAULT-VALUE}). All give the same bits.")
  String backend = "auto";

  @Option(
      names = "--device",
      paramLabel = "N|NAME",
      description =
          "The OpenCL device: its number, or a part of its name, from examples/run devices.")
  @Nullable String device;

  @Option(names = "--quiet", description = "Print the result only.")
  boolean quiet;

  @Option(names = "--json", description = "Print one object of JSON a line, and no words.")
  boolean json;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Keep the run in this new directory: configuration, metrics, checkpoints, log. Go on with"
              + " examples/run resume DIR, which remembers the example's own options and --seed,"
              + " --backend, --device, --every, --keep, --no-optimize and --profile.")
  @Nullable Path run;

  @Option(
      names = "--serve",
      paramLabel = "PORT",
      description =
          "Show the run of --run DIR to browsers on this machine, with buttons to pause, step and"
              + " save; 0 for any free port.")
  @Nullable Integer serve;

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
      description =
          "Go on from a checkpoint, or from the newest whole one of a directory; or with the run of"
              + " a run directory.")
  @Nullable Path resume;

  @Option(
      names = "--from-start",
      description =
          "With --resume DIR of a run directory whose checkpoints are lost: begin the run again at"
              + " its first step. What it had measured is replaced.")
  boolean fromStart;

  @Option(
      names = "--hook",
      paramLabel = "HOOK",
      description = {
        "Tell a hook, such as 'after(layer1.cd1Update).every(100): print(layer1.weightNorm)';"
            + " may be given again.",
        "Where: before(S), after(S) or around(S); S is a name or pattern (layer*.filt), a construct"
            + " (repeat), a path (/0/2), inside(S), not S, S and S, S or S.",
        "What: print(value, ..), time, assert-finite, checkpoint(name), plot(value, file.csv),"
            + " component.method; a value is args, result, step, path or component.method."
      })
  List<String> hooks = new ArrayList<>();

  /** The run directory that is gone on with. */
  @Nullable RunDirectory directory;

  /** The options that a checkpoint keeps: of a new run all, of a resumed one those given again. */
  Map<String, String> kept = Map.of();

  /** What a new run directory is to remember. */
  @Nullable RunConfiguration configuration;

  /** Whether only the result is printed, or nothing but JSON. */
  boolean isQuiet() {
    return quiet || json;
  }

  @Option(names = "--unhook", description = "Take away the hooks that a checkpoint was saved with.")
  boolean unhook;
}
