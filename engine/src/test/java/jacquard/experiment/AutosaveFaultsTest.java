package jacquard.experiment;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.checkpoint.FaultyDisk;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterTry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run keeps of its word when the disk, the memory, or those who watch it fail. */
class AutosaveFaultsTest {
  @TempDir private Path directory = Path.of("");

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  /** A component whose state says how often it was called; it does something in one call. */
  static final class Ticker implements Stateful {
    private long ticks;
    private transient long at = -1;
    private transient Runnable action = () -> {};
    private transient int refused;

    @Override
    public void state(State s) {
      if (refused > 0) {
        refused--;
        throw new OutOfMemoryError("no copy");
      }
      ticks = s.value("ticks", ticks);
    }

    void tick() {
      ticks++;
      if (ticks == at) {
        action.run();
      }
    }
  }

  private static Experiment experiment(Ticker ticker, int rounds) {
    Experiment experiment =
        new Experiment()
            .types(Ticker.class)
            .component("ticker", ticker)
            .program("main", repeat(rounds, repeat(3, call(ticker::tick)), checkpoint("three")));
    experiment.start("main");
    return experiment;
  }

  private static List<Supplier<Throwable>> faults() {
    return List.of(
        () -> new IOException("No space left on device"),
        () -> new OutOfMemoryError("Java heap space"),
        () -> new NoClassDefFoundError("Could not initialize class X"),
        () -> new IllegalStateException("unexpected"),
        () -> new StackOverflowError());
  }

  private static long ticks(Path file) {
    return (Long) Objects.requireNonNull(Checkpoint.read(file).component("ticker").get("ticks"));
  }

  /** How many calls a run of that many steps has made: three of each round's. */
  private static Experiment undisturbed(int rounds, long steps) {
    Experiment experiment = experiment(new Ticker(), rounds);
    experiment.run("main").run(steps);
    return experiment;
  }

  @Property(tries = 60)
  void whenRunReturnsItsStateIsOnTheDiskAndWhateverHappensAllFilesLoad(
      @ForAll @IntRange(max = 4) int kind,
      @ForAll @LongRange(max = 60) long from,
      @ForAll @LongRange(min = 1, max = 200) long count,
      @ForAll @IntRange(min = 1, max = 9) int every,
      @ForAll @IntRange(min = 1, max = 3) int keep,
      @ForAll boolean isBestKept,
      @ForAll @IntRange(max = 40) int stopAt)
      throws IOException {
    Path path = scratch();
    Ticker ticker = new Ticker();
    Experiment experiment = experiment(ticker, 8);
    FaultyDisk disk = new FaultyDisk(from, from + count, faults().get(kind));
    try (Autosave autosave = new Autosave(path, warnings::add, disk::write, System::nanoTime)) {
      autosave.everySteps(every).keep(keep);
      if (isBestKept) {
        autosave.keepBest(() -> -Math.abs(ticker.ticks - 7));
      }
      ticker.at = stopAt;
      ticker.action = autosave::stop;
      boolean hasReturned = false;
      try {
        autosave.run(experiment, "main", Long.MAX_VALUE);
        hasReturned = true;
      } catch (CheckpointException e) {
        assertTrue(disk.operations() > from, e.toString());
        assertTrue(String.valueOf(e.getMessage()).contains("on the disk"), e.getMessage());
      }
      long steps = experiment.run("main").steps();
      if (hasReturned) {
        Path newest = new CheckpointDirectory(path).newestFirst().getFirst();
        assertEquals(steps, Checkpoint.read(newest).steps("main"));
        assertEquals(
            undisturbed(8, steps).checkpoint().fingerprint(),
            Checkpoint.read(newest).fingerprint());
        assertEquals(newest, Objects.requireNonNull(autosave.newest()).file());
      }
    }
    allLoad(path);
  }

  private static void allLoad(Path path) throws IOException {
    try (var files = Files.list(path)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        assertTrue(name.equals(".lock") || name.endsWith(".jqd"), "left over: " + name);
        if (name.endsWith(".jqd")) {
          Experiment.load(file, Ticker.class);
        }
      }
    }
  }

  private @Nullable Path scratch;

  private Path scratch() throws IOException {
    scratch = Files.createTempDirectory("faults");
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

  private Autosave autosave(FaultyDisk disk) {
    return new Autosave(directory, warnings::add, disk::write, System::nanoTime);
  }

  private static FaultyDisk healthy() {
    return new FaultyDisk(Long.MAX_VALUE, Long.MAX_VALUE, IllegalStateException::new);
  }

  @Test
  void anyThrowableOfTheFirstSaveIsAnErrorBeforeAnyStep() {
    for (Supplier<Throwable> fault : faults()) {
      Experiment experiment = experiment(new Ticker(), 5);
      try (Autosave autosave = autosave(new FaultyDisk(0, 1000, fault))) {
        CheckpointException e =
            assertThrows(
                CheckpointException.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
        assertTrue(
            String.valueOf(e.getMessage()).contains("nothing of this run is on the disk"),
            e.getMessage());
      }
      assertEquals(0, experiment.run("main").steps());
    }
  }

  @Test
  void whenOnlyTheLastSaveFailsTheExceptionSaysWhatIsOnTheDisk() throws IOException {
    Ticker ticker = new Ticker();
    Experiment experiment = experiment(ticker, 1);
    FaultyDisk counting = healthy();
    try (Autosave autosave = autosave(counting)) {
      autosave.run(experiment, "main", 0);
    }
    long first = counting.operations();
    FaultyDisk disk = new FaultyDisk(first, Long.MAX_VALUE, () -> new OutOfMemoryError("heap"));
    try (Autosave autosave = autosave(disk)) {
      CheckpointException e =
          assertThrows(
              CheckpointException.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
      String message = String.valueOf(e.getMessage());
      Path file = directory.resolve("step-000000000000.jqd");
      assertTrue(message.contains("no checkpoint at step"), message);
      assertTrue(message.contains("newest checkpoint on the disk is " + file), message);
      assertTrue(message.contains("at step 0"), message);
      assertTrue(message.contains("OutOfMemoryError: heap"), message);
    }
    assertTrue(experiment.run("main").isDone());
    allLoad(directory);
  }

  /** The button that saves, pressed again once there is space, while the run is held. */
  @Test
  void aFailedSaveIsTriedAgainWhenAskedAtTheSameStep() throws Exception {
    Ticker ticker = new Ticker();
    Experiment experiment = experiment(ticker, 5);
    FaultyDisk counting = healthy();
    try (Autosave autosave = autosave(counting)) {
      autosave.run(experiment, "main", 0);
    }
    long first = counting.operations();
    FaultyDisk disk = new FaultyDisk(first, first + 1, () -> new IOException("full"));
    try (Autosave autosave = autosave(disk)) {
      autosave.hold();
      autosave.step(4);
      Thread other =
          new Thread(
              () -> {
                await(() -> experiment.run("main").steps() == 4);
                autosave.save();
                await(() -> !warnings.isEmpty());
                autosave.save();
                Path file = directory.resolve("step-000000000004.jqd");
                await(() -> Files.exists(file));
                autosave.stop();
              });
      other.start();
      assertFalse(autosave.run(experiment, "main", Long.MAX_VALUE));
      other.join();
      assertTrue(warnings.getFirst().startsWith("no checkpoint at step 4: "), warnings.toString());
      assertEquals(4, Objects.requireNonNull(autosave.newest()).steps());
    }
  }

  /** Nobody asks again: once there is space, what failed is written. */
  @Test
  void aFailedSaveIsTriedAgainInTheBackground() throws Exception {
    Ticker ticker = new Ticker();
    Experiment experiment = experiment(ticker, 5);
    FaultyDisk counting = healthy();
    try (Autosave autosave = autosave(counting)) {
      autosave.run(experiment, "main", 0);
    }
    long first = counting.operations();
    FaultyDisk disk = new FaultyDisk(first, first + 3, () -> new IOException("full"));
    try (Autosave autosave = autosave(disk)) {
      ticker.at = 3;
      ticker.action =
          () -> {
            autosave.save();
            ticker.action = () -> {};
          };
      autosave.whenHeld(
          () -> {
            await(() -> Files.exists(directory.resolve("step-000000000010.jqd")));
            autosave.stop();
          });
      autosave.hold();
      autosave.step(10);
      assertFalse(autosave.run(experiment, "main", Long.MAX_VALUE));
    }
  }

  private static void await(Supplier<Boolean> condition) {
    long patience = System.nanoTime() + 30_000_000_000L;
    while (!condition.get()) {
      assertTrue(System.nanoTime() < patience, "waited in vain");
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aCopyThatFailsIsAWarningAndTheRunGoesOn() throws IOException {
    Ticker ticker = new Ticker();
    Experiment experiment = experiment(ticker, 20);
    try (Autosave autosave = autosave(healthy())) {
      ticker.at = 5;
      ticker.action =
          () -> {
            ticker.refused = 1;
            autosave.save();
          };
      assertTrue(autosave.run(experiment, "main", Long.MAX_VALUE));
    }
    assertTrue(warnings.getFirst().contains("no copy"), warnings.toString());
    allLoad(directory);
  }

  @Test
  void aCopyThatFailsAtTheEndIsAnException() {
    Ticker ticker = new Ticker();
    Experiment experiment = experiment(ticker, 20);
    try (Autosave autosave = autosave(healthy())) {
      ticker.at = 60;
      ticker.action = () -> ticker.refused = 1000;
      CheckpointException e =
          assertThrows(
              CheckpointException.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
      assertTrue(String.valueOf(e.getMessage()).contains("no copy"), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains("on the disk is"), e.getMessage());
    }
    assertTrue(experiment.run("main").isDone());
  }

  @Test
  void listenersWarningsAndWhatIsDoneWhenHeldMayThrowErrors() {
    Ticker ticker = new Ticker();
    Experiment experiment = experiment(ticker, 5);
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    FaultyDisk disk = healthy();
    try (Autosave autosave =
        new Autosave(
            directory,
            line -> {
              throw new AssertionError(line);
            },
            disk::write,
            System::nanoTime)) {
      autosave
          .whenSaved(
              saved -> {
                throw new NoClassDefFoundError("of a listener");
              })
          .whenSaved(saved -> heard.add(saved.steps()))
          .whenHeld(
              () -> {
                autosave.goOn();
                throw new StackOverflowError();
              })
          .hold();
      assertTrue(autosave.run(experiment, "main", Long.MAX_VALUE));
    }
    assertTrue(heard.contains(0L) && heard.contains(experiment.run("main").steps()));
  }

  /** What an observer left half-way must not become the newest checkpoint. */
  @Test
  void afterAnythingButAStepThatChangedNothingTheStateIsNotSaved() throws IOException {
    for (Supplier<Throwable> fault : faults().subList(1, 5)) {
      Ticker ticker = new Ticker();
      Experiment experiment = experiment(ticker, 20);
      experiment
          .run("main")
          .observe(
              new Observer() {
                @Override
                public void onStep(long step, Jump jump) {
                  if (step == 17) {
                    ticker.ticks = 1000;
                    throwIt(fault.get());
                  }
                }
              });
      try (Autosave autosave = autosave(healthy())) {
        Throwable e =
            assertThrows(Throwable.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
        assertEquals(fault.get().getClass(), e.getClass());
        CheckpointException note = (CheckpointException) e.getSuppressed()[0];
        assertTrue(
            String.valueOf(note.getMessage()).contains("newest checkpoint"), note.toString());
      }
      for (Path file : new CheckpointDirectory(directory).newestFirst()) {
        assertTrue(ticks(file) < 1000);
      }
    }
  }

  @SuppressWarnings("unchecked") // none is checked
  private static <T extends Throwable> void throwIt(Throwable fault) throws T {
    throw (T) fault;
  }

  /** The step's own error is thrown, and carries that its state is not on the disk. */
  @Test
  void aFailedStepKeepsItsErrorWhenTheDiskRefusesToo() {
    Ticker ticker = new Ticker();
    Experiment experiment = experiment(ticker, 20);
    FaultyDisk counting = healthy();
    try (Autosave autosave = autosave(counting)) {
      autosave.run(experiment, "main", 0);
    }
    FaultyDisk disk =
        new FaultyDisk(counting.operations(), Long.MAX_VALUE, () -> new IOException("full"));
    try (Autosave autosave = autosave(disk)) {
      ticker.at = 2;
      ticker.action =
          () -> {
            throw new IllegalArgumentException("of the component");
          };
      StepException e =
          assertThrows(StepException.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
      assertTrue(String.valueOf(e.getMessage()).contains("of the component"));
      assertTrue(e.getSuppressed().length > 0);
      String suppressed = String.valueOf(e.getSuppressed()[0].getMessage());
      assertTrue(suppressed.contains("newest checkpoint on the disk"), suppressed);
    }
  }

  @Test
  void closeLeavesNoThread() {
    Set<Thread> others = writers();
    Set<Thread> own;
    try (Autosave autosave = autosave(healthy())) {
      autosave.run(experiment(new Ticker(), 2), "main", 3);
      own = writers();
      own.removeAll(others);
      assertFalse(own.isEmpty());
    }
    await(() -> own.stream().noneMatch(Thread::isAlive));
  }

  private static Set<Thread> writers() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().equals("jacquard-checkpoints"));
    return threads;
  }

  @Test
  void theNewestIsKnown() {
    try (Autosave autosave = autosave(healthy())) {
      assertEquals(null, autosave.newest());
      autosave.run(experiment(new Ticker(), 2), "main", 3);
      assertNotNull(autosave.newest());
      assertEquals(directory.resolve("step-000000000003.jqd"), autosave.newest().file());
    }
    assertEquals(
        3,
        CheckpointDirectory.resume(directory, Map.of(), Ticker.class)
            .experiment()
            .run("main")
            .steps());
  }
}
