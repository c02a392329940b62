package jacquard.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code examples/faults}: what examples do when the world around them fails. */
@Command(
    name = "examples/faults",
    description =
        "Runs examples while disk, memory or processes fail, and checks what they come to.",
    mixinStandardHelpOptions = true,
    subcommands = {
      Faults.Disk.class,
      Faults.Report.class,
      Faults.Kill.class,
      Faults.Signals.class,
      Faults.Memory.class
    })
final class Faults implements Runnable {
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Faults()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  /** What the parts of the command have in common. */
  abstract static class Part implements Callable<Integer> {
    @Option(names = "--seed", description = "Draws the faults (${DEFAULT-VALUE}).")
    long seed = System.nanoTime() % 1_000_000;

    final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private int tried;
    private int failed;

    /** Notes what was wrong with a case, and the options that repeat it. */
    void note(String options, List<String> wrong) {
      tried++;
      if (!wrong.isEmpty()) {
        failed++;
        out.println("FAILED  examples/faults " + options);
        wrong.forEach(each -> out.println("    " + each.replace("\n", "\n    ")));
      }
    }

    int sum(String what) {
      out.printf(Locale.ROOT, "%s: %d cases, %d failed, seed %d%n", what, tried, failed, seed);
      return failed == 0 ? 0 : 1;
    }

    static Path temporary() throws IOException {
      return Files.createTempDirectory("jacquard-faults");
    }
  }

  /** A disk that fails at each of its operations. */
  @Command(
      name = "disk",
      description = "A disk that fails at each of its operations, while a run runs or is resumed.",
      mixinStandardHelpOptions = true)
  static final class Disk extends Part {
    @Option(names = "--example", description = "Which, instead of several; may be given again.")
    List<String> examples = new ArrayList<>();

    @Option(names = "--phase", description = "When it fails: ${COMPLETION-CANDIDATES}, or both.")
    DiskTrials.@Nullable Phase phase;

    @Option(names = "--times", description = "Cases by example and phase (${DEFAULT-VALUE}).")
    int times = 50;

    @Option(names = "--all", description = "All faults.")
    boolean all;

    @Option(names = "--fault", description = "This fault only, such as no-space@17+3.")
    @Nullable String fault;

    @Override
    public Integer call() throws IOException {
      List<String> names =
          examples.isEmpty()
              ? List.of(
                  "kfold-digits", "parallel-models", "early-stopping", "parallel-pca", "weave")
              : examples;
      Path directory = temporary();
      for (String name : names) {
        for (DiskTrials.Phase each : DiskTrials.Phase.values()) {
          if (phase == null || phase == each) {
            run(Sample.of(name), each, directory.resolve(name + "-" + each));
          }
        }
      }
      RunFiles.delete(directory);
      return sum("disk");
    }

    private void run(Sample sample, DiskTrials.Phase each, Path directory) throws IOException {
      Files.createDirectories(directory);
      DiskTrials trials = new DiskTrials(sample, each, directory);
      for (Fault next : faults(trials)) {
        note(
            String.format(
                Locale.ROOT,
                "disk --example %s --phase %s --fault %s",
                sample.example(),
                each.name().toLowerCase(Locale.ROOT),
                next),
            trials.run(next));
      }
    }

    private List<Fault> faults(DiskTrials trials) {
      if (fault != null) {
        return Fault.parse(fault);
      }
      var operations = trials.operations();
      return all ? trials.faults(operations) : trials.faults(operations, times, new Random(seed));
    }
  }

  /** A disk that fails while a run is looked at. */
  @Command(
      name = "report",
      description = "A disk that fails at each of its operations, while a run is looked at.",
      mixinStandardHelpOptions = true)
  static final class Report extends Part {
    @Option(names = "--output", description = "Which, instead of all; as it is printed here.")
    @Nullable String output;

    @Option(names = "--times", description = "Cases by output (${DEFAULT-VALUE}).")
    int times = 20;

    @Option(names = "--all", description = "All faults.")
    boolean all;

    @Option(names = "--fault", description = "This fault only, such as no-space@17+3.")
    @Nullable String fault;

    @Override
    public Integer call() throws IOException {
      Path directory = temporary();
      OutputTrials trials = new OutputTrials(directory);
      Random random = new Random(seed);
      for (OutputTrials.Output each : OutputTrials.ALL) {
        if (output == null || output.equals(each.name())) {
          for (Fault next : faults(trials, each, random)) {
            note(
                String.format(Locale.ROOT, "report --output '%s' --fault %s", each.name(), next),
                trials.run(each, next));
          }
        }
      }
      RunFiles.delete(directory);
      return sum("report");
    }

    private List<Fault> faults(OutputTrials trials, OutputTrials.Output each, Random random) {
      if (fault != null) {
        return Fault.parse(fault);
      }
      List<Fault> faults = new ArrayList<>(trials.faults(each));
      Collections.shuffle(faults, random);
      return all ? faults : faults.subList(0, Math.min(times, faults.size()));
    }
  }

  /** Processes killed at random moments. */
  @Command(
      name = "kill",
      description = "kill -9 at random moments of runs that are resumed until they end.",
      mixinStandardHelpOptions = true)
  static final class Kill extends Part {
    @Option(names = "--times", description = "How many kills (${DEFAULT-VALUE}).")
    int times = 200;

    @Option(names = "--example", description = "Which, instead of five; may be given again.")
    List<String> examples = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
      List<String> names =
          examples.isEmpty()
              ? List.of(
                  "kfold-digits",
                  "early-stopping",
                  "parallel-models",
                  "dbn-crossval",
                  "parallel-pca")
              : examples;
      Path directory = temporary();
      Random random = new Random(seed);
      int kills = 0;
      int ends = 0;
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        KillTrials trials =
            new KillTrials(
                Sample.longer(name), Files.createDirectory(directory.resolve(name)), random);
        String options = "kill --example " + name + " --seed " + seed;
        while (trials.kills() < (times - kills) / (names.size() - i)) {
          note(options, trials.next());
        }
        note(options, trials.finish());
        kills += trials.kills();
        ends += trials.ends();
        out.printf(Locale.ROOT, "%s: %d kills, %d ends%n", name, trials.kills(), trials.ends());
      }
      RunFiles.delete(directory);
      out.printf(Locale.ROOT, "%d kills, %d runs to the end%n", kills, ends);
      return sum("kill");
    }
  }

  /** Signals at operations of the disk. */
  @Command(
      name = "signals",
      description = "SIGINT, SIGTERM and SIGHUP at each operation of the disk.",
      mixinStandardHelpOptions = true)
  static final class Signals extends Part {
    private static final List<String> FORMS =
        List.of(
            "%s@%d", // alone
            "%s@%d;slow@0+1000000", // while a slow disk writes
            "%1$s@%2$d;%1$s@%3$d", // twice
            "%s@%d;no-space@%d+1000000", // and no room for what is to be saved
            "%s@%d;no-space@%d+2"); // and no room for a while

    @Option(names = "--times", description = "Cases by example (${DEFAULT-VALUE}).")
    int times = 25;

    @Option(names = "--example", description = "Which, instead of two; may be given again.")
    List<String> examples = new ArrayList<>();

    @Option(names = "--faults", description = "These only, such as 'term@17;no-space@18+1000'.")
    @Nullable String faults;

    @Option(names = "--resume", description = "With --faults: while it is resumed.")
    boolean resumes;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Path directory = temporary();
      Random random = new Random(seed);
      for (String name : examples.isEmpty() ? List.of("kfold-digits", "weave") : examples) {
        SignalTrials trials =
            new SignalTrials(Sample.of(name), Files.createDirectory(directory.resolve(name)));
        if (faults != null) {
          note(trials, name, resumes, faults);
        } else {
          for (int i = 0; i < times; i++) {
            note(
                trials,
                name,
                random.nextInt(3) == 0,
                draw(random, name.equals("weave") ? 40 : 160));
          }
        }
      }
      RunFiles.delete(directory);
      return sum("signals");
    }

    private void note(SignalTrials trials, String name, boolean resumed, String what)
        throws InterruptedException {
      note(
          String.format(
              Locale.ROOT,
              "signals --example %s %s--faults '%s'",
              name,
              resumed ? "--resume " : "",
              what),
          trials.run(resumed, what));
    }

    private static String draw(Random random, int operations) {
      String signal = List.of("int", "term", "hup").get(random.nextInt(3));
      int at = random.nextInt(operations);
      return String.format(
          Locale.ROOT, FORMS.get(random.nextInt(FORMS.size())), signal, at, at + random.nextInt(5));
    }
  }

  /** Too little memory. */
  @Command(
      name = "memory",
      description = "Runs with too little memory to be copied, saved or looked at.",
      mixinStandardHelpOptions = true)
  static final class Memory extends Part {
    @Override
    public Integer call() throws IOException, InterruptedException {
      Path directory = temporary();
      MemoryTrials trials = new MemoryTrials(directory);
      for (MemoryTrials.Limited each : MemoryTrials.all()) {
        note("memory (" + each + ")", trials.run(each));
      }
      RunFiles.delete(directory);
      return sum("memory");
    }
  }
}
