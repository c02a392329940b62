package jacquard.faults;

import jacquard.examples.Ran;
import jacquard.faults.Fault.Kind;
import jacquard.faults.Fault.Operation;
import jacquard.faults.FaultyDisk.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Commands that look at a run, and may write a file about it, while the disk goes wrong. What must
 * hold:
 *
 * <ul>
 *   <li>code 0 is given only if the output is that of a disk that works, or an older checkpoint was
 *       taken and that is said;
 *   <li>another code is explained in one line of words, and the file that was there before is
 *       untouched;
 *   <li>no file of the run is touched;
 *   <li>nothing half-written is left after the command was repeated on a good disk.
 * </ul>
 */
final class OutputTrials {
  /**
   * A command.
   *
   * @param file that it writes, or an empty text
   */
  record Output(String file, List<String> arguments) {
    private static Output of(String file, String... arguments) {
      return new Output(file, List.of(arguments));
    }

    String name() {
      return file.isEmpty() ? arguments.getFirst() : arguments.getFirst() + " " + file;
    }

    String[] in(Path directory) {
      return arguments.stream()
          .map(each -> each.startsWith("@") ? at(directory, each) : each)
          .toArray(String[]::new);
    }

    private static String at(Path directory, String path) {
      return directory.resolve(path.substring(1)).toString();
    }
  }

  static final List<Output> ALL =
      List.of(
          Output.of("report.html", "report", "@run", "-o", "@out/report.html"),
          Output.of("curve.svg", "plot", "@run", "-o", "@out/curve.svg"),
          Output.of("curve.png", "plot", "@run", "-o", "@out/curve.png"),
          Output.of("filters.png", "plot", "@run", "--filters=layer1", "-o", "@out/filters.png"),
          Output.of("numbers.npz", "export", "@run", "--npz", "@out/numbers.npz"),
          Output.of("", "show", "@run"),
          Output.of("", "show", "@run", "--json"),
          Output.of("", "diff", "@run/checkpoints", "@run/checkpoints"));

  private static final Set<Kind> KINDS =
      EnumSet.of(Kind.NO_SPACE, Kind.PARTIAL, Kind.IO_ERROR, Kind.NO_MEMORY);

  private final Path directory;
  private final Path run;
  private final Path out;
  private final Map<String, Long> untouched;

  OutputTrials(Path directory) throws IOException {
    this.directory = directory;
    run = directory.resolve("run");
    out = Files.createDirectories(directory.resolve("out"));
    Ending.undisturbed(Sample.of("kfold-digits"), run);
    untouched = RunFiles.digest(run);
  }

  /** The faults at each operation of a command. */
  List<Fault> faults(Output output) {
    FaultyDisk.set(directory.toString(), List.of());
    Command.run(output.in(directory));
    List<Operation> seen = FaultyDisk.seen().stream().map(Seen::operation).toList();
    FaultyDisk.mend();
    return KINDS.stream()
        .flatMap(
            kind ->
                IntStream.range(0, (int) seen.stream().filter(kind.operations()::contains).count())
                    .boxed()
                    .flatMap(
                        at ->
                            IntStream.of(1, Integer.MAX_VALUE)
                                .mapToObj(span -> Fault.of(kind, at, span))))
        .toList();
  }

  /** Runs a command under a fault; gives what was wrong. */
  List<String> run(Output output, Fault fault) throws IOException {
    Ran good = Command.run(output.in(directory));
    Map<String, Long> before = RunFiles.digest(out);
    FaultyDisk.set(directory.toString(), List.of(fault));
    Ran ran = Command.run(output.in(directory));
    List<Seen> hits = FaultyDisk.seen().stream().filter(Seen::hit).toList();
    FaultyDisk.mend();
    List<String> wrong = new ArrayList<>();
    if (good.code() != 0) {
      wrong.add("on a good disk: " + good.all());
    }
    if (hits.isEmpty()) {
      wrong.add("met no fault");
    }
    boolean isOlder = tookOlder(output, ran, hits);
    if (ran.code() == 0 && !isOlder && !ran.out().equals(good.out())) {
      wrong.add("code 0, but printed " + ran.all());
    }
    boolean hasError = ran.errors().lines().filter(each -> each.startsWith("error: ")).count() == 1;
    if (ran.code() != 0 && !isOlder && !hasError && fault.kind() != Kind.NO_MEMORY) {
      wrong.add("code " + ran.code() + " without a line of error: " + ran.errors());
    }
    before.forEach(
        (file, sum) -> {
          if (!isOlder && !sum.equals(RunFiles.digest(out).get(file))) {
            wrong.add("code " + ran.code() + ", and " + file + " is another one now");
          }
        });
    Command.run(output.in(directory));
    boolean couldRemove = hits.stream().noneMatch(each -> each.operation() == Operation.DELETE);
    if (couldRemove) {
      wrong.addAll(RunFiles.leftOver(directory));
    }
    if (!untouched.equals(RunFiles.digest(run))) {
      wrong.add("files of the run were changed");
    }
    if (!wrong.isEmpty() || !couldRemove) { // the next case begins without what is left
      RunFiles.delete(out);
      Files.createDirectories(out);
    }
    return wrong;
  }

  /** Whether the newest checkpoint could not be read, and that is said; a page names the step. */
  private static boolean tookOlder(Output output, Ran ran, List<Seen> hits) {
    return !hits.isEmpty()
        && hits.stream().allMatch(each -> each.path().endsWith(".jqd"))
        && (ran.errors().contains("skipped: ") || output.file().equals("report.html"));
  }
}
