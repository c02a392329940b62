package jacquard.experiment;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than one run in a directory: which is resumed, what is removed, who may write. */
class DirectoriesTest {
  @TempDir private Path directory = Path.of("");

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  private static final long ROUNDS = 1000;

  private static Experiment experiment(AutosaveFaultsTest.Ticker ticker) {
    Experiment experiment =
        new Experiment()
            .types(AutosaveFaultsTest.Ticker.class)
            .component("ticker", ticker)
            .program("pretrain", repeat(ROUNDS, call(ticker::tick)))
            .program("finetune", repeat(ROUNDS, call(ticker::tick)));
    experiment.start("pretrain");
    return experiment;
  }

  private static Experiment experiment() {
    return experiment(new AutosaveFaultsTest.Ticker());
  }

  private static String step(int line, long steps) {
    return String.format(Locale.ROOT, "step-%012d%s.jqd", steps, line == 1 ? "" : "." + line);
  }

  private Set<String> names() throws IOException {
    return names(directory);
  }

  private static Set<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      Set<String> names = new HashSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      names.remove(".lock");
      return names;
    }
  }

  private Autosave autosave() {
    return new Autosave(directory, warnings::add);
  }

  private void run(Experiment experiment, String program, long until) {
    try (Autosave autosave = autosave()) {
      autosave.run(experiment, program, until);
    }
  }

  private Experiment resumed() {
    return CheckpointDirectory.resume(directory, Map.of(), AutosaveFaultsTest.Ticker.class)
        .experiment();
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");
    String message =
        String.valueOf(
            assertThrows(CheckpointException.class, () -> new Autosave(file, m -> {}))
                .getMessage());
    assertTrue(message.contains("is a file; checkpoints want a directory"), message);
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void theProgramThatWasRunLastIsResumed() throws IOException {
    Experiment experiment = experiment();
    try (Autosave autosave = autosave()) {
      autosave.run(experiment, "pretrain", Long.MAX_VALUE);
      experiment.start("finetune");
      autosave.run(experiment, "finetune", 1500);
    }
    Experiment again = resumed();
    assertEquals(1500, again.run("finetune").steps());
    assertTrue(again.run("pretrain").isDone());
    run(again, "finetune", 1700);
    assertEquals(
        Set.of(step(1, 0), step(1, 2001), step(2, 0), step(2, 1500), step(2, 1700)), names());
  }

  /** Programs that were both started before either ran are told apart by their steps. */
  @Test
  void programsTakeTurnsInOneDirectory() {
    Experiment experiment = experiment();
    experiment.start("finetune");
    run(experiment, "pretrain", 900);
    run(experiment, "finetune", 100);
    assertEquals(100, resumed().run("finetune").steps());
    run(experiment, "pretrain", 950);
    assertEquals(950, resumed().run("pretrain").steps());
    assertEquals(100, resumed().run("finetune").steps());
  }

  @Test
  void aBranchIsResumedWhereItIs() throws IOException {
    run(experiment(), "pretrain", 400);
    run(resumed(), "pretrain", 1200);
    Experiment branch =
        Experiment.load(directory.resolve(step(1, 400)), AutosaveFaultsTest.Ticker.class);
    run(branch, "pretrain", 700);
    assertEquals(700, resumed().run("pretrain").steps());
    assertEquals(
        Set.of(step(1, 0), step(1, 400), step(1, 1200), step(2, 400), step(2, 700)), names());
  }

  @Test
  void anotherExperimentLeavesTheFirstOnesFiles() throws IOException {
    try (Autosave autosave = autosave().keepBest(() -> 0.5)) {
      autosave.run(experiment(), "pretrain", 400);
    }
    Set<String> before = names();
    try (Autosave autosave = autosave().keep(1).everySteps(10).keepBest(() -> 0.75)) {
      autosave.run(experiment(), "pretrain", 600);
    }
    Set<String> after = names();
    assertTrue(after.containsAll(before), after.toString());
    after.removeAll(before);
    assertEquals(Set.of(step(2, 600), "best_0.75.2.jqd"), after);
  }

  @Test
  void aDamagedNewestIsPassedAndNotResumedAgain() throws IOException {
    run(experiment(), "pretrain", 400);
    Files.writeString(directory.resolve(step(1, 900)), "damaged");
    run(resumed(), "pretrain", 500);
    assertEquals(500, resumed().run("pretrain").steps());
  }

  /** What the operations of several runs leave is what a model says, whatever their order. */
  @Property(tries = 30)
  void theLastRunIsResumedAndNoOtherLineIsTouched(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 3) Integer> operations,
      @ForAll @IntRange(min = 1, max = 3) int keep)
      throws IOException {
    Path path = scratch();
    Experiment experiment = experiment();
    int line = 0;
    long steps = 0;
    Set<String> others = new HashSet<>();
    for (int operation : operations) {
      switch (operation) {
        case 0 -> { // the same experiment goes on
          line = Math.max(line, 1);
        }
        case 1 -> { // another one, from the start
          experiment = experiment();
          line++;
          steps = 0;
        }
        case 2 -> { // that of the directory, in another process as it were
          if (line > 0) {
            experiment =
                CheckpointDirectory.resume(path, Map.of(), AutosaveFaultsTest.Ticker.class)
                    .experiment();
          }
          line = Math.max(line, 1);
        }
        default -> { // back to the oldest that is there
          List<Path> files = line == 0 ? List.of() : new CheckpointDirectory(path).newestFirst();
          if (!files.isEmpty()) {
            experiment = Experiment.load(files.getLast(), AutosaveFaultsTest.Ticker.class);
            steps = experiment.run("pretrain").steps();
          }
          line = files.size() == 1 ? line : line + 1;
        }
      }
      steps += 50;
      try (Autosave autosave = new Autosave(path, warnings::add)) {
        autosave.keep(keep).run(experiment, "pretrain", steps);
      }
      Set<String> names = names(path);
      assertTrue(names.containsAll(others), names + " lacks some of " + others);
      assertTrue(names.contains(step(line, steps)), names + " lacks " + step(line, steps));
      CheckpointDirectory.Resumed resumed =
          CheckpointDirectory.resume(path, Map.of(), AutosaveFaultsTest.Ticker.class);
      assertEquals(step(line, steps), resumed.file().getFileName().toString());
      assertEquals(steps, resumed.experiment().run("pretrain").steps());
      String suffix = line == 1 ? "" : "." + line;
      long own = names.stream().filter(name -> isOfLine(name, suffix)).count();
      assertTrue(own <= keep, names.toString());
      others.clear();
      int now = line;
      names.stream()
          .filter(name -> !isOfLine(name, now == 1 ? "" : "." + now))
          .forEach(others::add);
    }
  }

  private static boolean isOfLine(String name, String suffix) {
    return name.matches("step-\\d{12}" + suffix.replace(".", "\\.") + "\\.jqd");
  }

  private @Nullable Path scratch;

  private Path scratch() throws IOException {
    scratch = Files.createTempDirectory("lines");
    return scratch;
  }

  @AfterTry
  void clean() throws IOException {
    Path path = scratch;
    if (path != null) {
      try (var files = Files.walk(path)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Test
  void directoriesOfBeforeAreOneLine() throws IOException {
    Experiment experiment = experiment();
    experiment.run("pretrain").run(30);
    experiment.save(directory.resolve("step-000000000030.jqd"));
    run(resumed(), "pretrain", 60);
    assertEquals(Set.of(step(1, 30), step(1, 60)), names());
  }

  @Test
  void scoresThatAreNoNumbersAreNotOurs() throws IOException {
    Files.writeString(directory.resolve("best_x.jqd"), "of somebody else");
    Files.writeString(directory.resolve("best_1.jqd"), "as well");
    try (Autosave autosave = autosave().keepBest(() -> -1e-300)) {
      autosave.run(experiment(), "pretrain", 10);
    }
    assertEquals(
        Set.of("best_x.jqd", "best_1.jqd", "best_-1.0E-300.jqd", step(1, 0), step(1, 10)), names());
  }

  @Test
  void savingByHandContinuesALineUnlessThereAreMoreSteps() throws IOException {
    CheckpointDirectory saved = new CheckpointDirectory(directory.resolve("made"));
    Checkpoint checkpoint = experiment().checkpoint();
    for (long steps : new long[] {100, 200, 300}) {
      saved.save(checkpoint, steps, 2);
    }
    assertEquals(Set.of(step(1, 200), step(1, 300)), names(directory.resolve("made")));
    saved.save(checkpoint, 50, 1);
    assertEquals(Set.of(step(1, 200), step(1, 300), step(2, 50)), names(directory.resolve("made")));
  }

  // ---- locks

  @Test
  void aDirectoryIsSavedIntoByOneAtATime() throws IOException {
    try (Autosave first = autosave()) {
      first.run(experiment(), "pretrain", 10);
      try (Autosave second = autosave()) {
        CheckpointException e =
            assertThrows(CheckpointException.class, () -> second.run(experiment(), "pretrain", 10));
        assertTrue(
            String.valueOf(e.getMessage()).contains("another run of this process"), e.getMessage());
      }
      first.run(experiment(), "pretrain", 20); // is still locked for the first
    }
    run(experiment(), "pretrain", 10);
  }

  @Test
  void anotherProcessHoldsTheLock() throws Exception {
    Process other = LockTarget.lock(directory.resolve(".lock"));
    try (Autosave autosave = autosave()) {
      CheckpointException e =
          assertThrows(CheckpointException.class, () -> autosave.run(experiment(), "pretrain", 10));
      assertTrue(String.valueOf(e.getMessage()).contains("another process"), e.getMessage());
      other.destroy();
      assertTrue(other.waitFor(30, TimeUnit.SECONDS));
      autosave.run(experiment(), "pretrain", 10);
    } finally {
      other.destroyForcibly();
    }
  }

  /** Whoever can read a file can lock it; so only its owner can read this one. */
  @Test
  void othersCannotOpenTheLock() throws IOException {
    try (Autosave autosave = autosave()) {
      autosave.run(experiment(), "pretrain", 10);
      assertEquals(
          PosixFilePermissions.fromString("rw-------"),
          Files.getPosixFilePermissions(directory.resolve(".lock")));
    }
  }

  // ---- what killed writers left

  @Test
  void whatKilledWritersLeftIsRemoved() throws IOException {
    List<String> left =
        List.of(
            ".step-000000000020.jqd.tmp",
            ".step-000000000020.2.jqd.4711-1.tmp",
            ".best_0.5.jqd.1-99.tmp",
            ".trial123.tmp");
    for (String name : left) {
      Files.writeString(directory.resolve(name), "half");
    }
    Files.writeString(directory.resolve(".mine.tmp"), "of the user");
    run(experiment(), "pretrain", 10);
    assertEquals(Set.of(".mine.tmp", step(1, 0), step(1, 10)), names());
    Files.writeString(directory.resolve(left.getFirst()), "half");
    new CheckpointDirectory(directory).save(experiment().checkpoint(), 20, 5);
    assertFalse(names().contains(left.getFirst()));
  }

  @Test
  void whatIsBeingWrittenStays() throws Exception {
    Path locked = directory.resolve(".x.jqd.1-1.tmp");
    Process other = LockTarget.lock(locked);
    try {
      run(experiment(), "pretrain", 10);
      assertTrue(Files.exists(locked));
      other.destroy();
      assertTrue(other.waitFor(30, TimeUnit.SECONDS));
      run(experiment(), "pretrain", 10);
      assertFalse(Files.exists(locked));
    } finally {
      other.destroyForcibly();
    }
    Path here = directory.resolve(".y.jqd.1-1.tmp");
    try (FileChannel channel =
            FileChannel.open(here, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertTrue(lock.isValid());
      run(experiment(), "pretrain", 10);
      assertTrue(Files.exists(here));
    }
  }

  /** Two that write one file at the same time: each whole, one after the other. */
  @Test
  void twoWritersOfOneFileDoNotDisturbEachOther() throws Exception {
    Path file = directory.resolve("f.jqd");
    Checkpoint checkpoint = experiment().checkpoint();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Checkpoint own = experiment().checkpoint();
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int j = 0; j < 20; j++) {
                    own.write(file);
                    assertEquals(checkpoint.fingerprint(), Checkpoint.read(file).fingerprint());
                  }
                } catch (Throwable e) {
                  failures.add(e);
                }
              });
      writer.start();
      writers.add(writer);
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(List.of(), failures);
    assertEquals(Set.of("f.jqd"), names());
  }

  // ---- starting again

  @Test
  void aRunThatIsDrivenIsNotStartedAgain() {
    AutosaveFaultsTest.Ticker ticker = new AutosaveFaultsTest.Ticker();
    Experiment experiment = experiment(ticker);
    try (Autosave autosave = autosave()) {
      autosave
          .whenHeld(
              () -> {
                IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> experiment.start("pretrain"));
                warnings.add(String.valueOf(e.getMessage()));
                try (Autosave second = new Autosave(directory.resolve("other"), warnings::add)) {
                  assertThrows(
                      IllegalStateException.class, () -> second.run(experiment, "pretrain", 10));
                }
                autosave.stop();
              })
          .hold();
      autosave.run(experiment, "pretrain", 10);
    }
    assertEquals(
        List.of("an Autosave is driving the run of pretrain; stop it before you start another"),
        warnings);
    assertEquals(0, experiment.start("pretrain").steps());
  }
}
