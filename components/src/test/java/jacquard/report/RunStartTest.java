package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.vm.ProgramException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may begin a session of a run, and when nothing is begun or lost. */
class RunStartTest {
  @TempDir private Path temporary = Path.of("");

  private static String refused(Executable action) {
    return String.valueOf(assertThrows(RunException.class, action).getMessage());
  }

  /** All files and what they hold. */
  private static Map<String, String> content(Path directory) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        content.put(
            directory.relativize(each).toString(),
            Files.readString(each, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    content.remove(RunLock.FILE);
    return content;
  }

  @Test
  void aRunWhoseCheckpointsAreGoneIsNotBegunAgain() throws IOException {
    RunDirectory directory = RunFixture.paused(temporary.resolve("r"), 30);
    RunFaultsTest.delete(directory.checkpoints());
    Map<String, String> before = content(directory.path());
    String message = refused(() -> directory.begin(RunFixture.experiment(), Map.of()));
    assertTrue(message.contains("was saved at step 30") && message.contains("beginAgain"), message);
    assertEquals(message, refused(() -> RunFixture.resumed(directory)));
    Files.createDirectories(directory.checkpoints()); // such as one that is not mounted
    assertEquals(message, refused(() -> directory.begin(RunFixture.experiment(), Map.of())));
    assertEquals(before, content(directory.path()));

    try (RunSession session = directory.beginAgain(RunFixture.experiment(), Map.of())) {
      assertTrue(session.run(Long.MAX_VALUE, autosave -> {}));
    }
    assertEquals(RunFixture.UPDATES, directory.metrics().size());
    assertEquals(2, directory.state().orElseThrow().sessions().size());
    String has = refused(() -> directory.beginAgain(RunFixture.experiment(), Map.of()));
    assertTrue(has.contains("is saved at step"), has);
  }

  @Test
  void metricsWithoutStateAndCheckpointsAreNotCut() throws IOException {
    RunDirectory directory = RunFixture.paused(temporary.resolve("r"), 30);
    RunFaultsTest.delete(directory.checkpoints());
    Files.delete(directory.path().resolve("state.json"));
    Map<String, String> before = content(directory.path());
    refused(() -> directory.begin(RunFixture.experiment(), Map.of()));
    refused(() -> RunFixture.create(directory.path()));
    assertEquals(before, content(directory.path()));
  }

  @Test
  void whatWasNeverSavedBeginsAtItsFirstStep() throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    Experiment killed = RunFixture.experiment();
    RunSession first = directory.begin(killed, Map.of());
    killed.run("main").run(10); // and the process is killed before anything is saved
    first.close();
    assertEquals(-1, directory.state().orElseThrow().saved());
    assertTrue(
        refused(() -> RunFixture.resumed(directory)).contains("nothing of its run was saved"));
    try (RunSession session = directory.begin(RunFixture.experiment(), Map.of())) {
      assertTrue(session.run(Long.MAX_VALUE, autosave -> {}));
    }
    assertEquals(RunFixture.UPDATES, directory.metrics().size());
  }

  @Test
  void anExperimentThatWasNotLoadedDoesNotReplaceWhatWasSaved() throws IOException {
    RunDirectory directory = RunFixture.paused(temporary.resolve("r"), 30);
    Map<String, String> before = content(directory.path());
    String message = refused(() -> directory.begin(RunFixture.experiment(), Map.of()));
    assertTrue(message.contains("is saved at step 30"), message);
    assertEquals(before, content(directory.path()));
  }

  /** A damaged newest checkpoint is skipped by resuming, and does not count here either. */
  @Test
  void aDamagedCheckpointIsNoReasonToRefuse() throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    try (RunSession session = directory.begin(RunFixture.experiment(), Map.of())) {
      session.run(20, autosave -> {});
      session.run(40, autosave -> {});
    }
    Path newest = directory.newestFirst().getFirst();
    assertEquals(40, RunDirectory.steps(newest));
    Files.writeString(newest, "damaged", StandardOpenOption.TRUNCATE_EXISTING);
    try (RunSession session = directory.begin(RunFixture.resumed(directory), Map.of())) {
      assertTrue(session.run(Long.MAX_VALUE, autosave -> {}));
    }
    assertEquals(RunFixture.UPDATES, directory.metrics().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"not started", "created only", "killed early", "killed before run.json"})
  void aDirectoryInWhichNothingBeganIsTakenAgain(String how) throws IOException {
    Path path = temporary.resolve("r");
    switch (how) {
      case "not started" -> {
        RunDirectory directory = RunFixture.create(path);
        Experiment never = new Experiment().program("main", jacquard.program.Programs.seq());
        assertThrows(ProgramException.class, () -> directory.begin(never, Map.of()));
      }
      case "created only" -> RunFixture.create(path);
      case "killed early" -> {
        Files.createDirectories(path.resolve("checkpoints"));
        Files.createFile(path.resolve("checkpoints/.step-000000000000.jqd.tmp"));
        Files.createFile(path.resolve(".run.json.tmp"));
      }
      default -> Files.createDirectories(path.resolve("checkpoints"));
    }
    RunDirectory directory = RunFixture.create(path);
    try (RunSession session = directory.begin(RunFixture.experiment(), Map.of())) {
      session.run(10, autosave -> {});
    }
    assertTrue(refused(() -> RunFixture.create(path)).contains("has a run already"));
  }

  @Test
  void whatIsNoDirectoryForARunIsRefusedWithTheReason() throws IOException {
    assertTrue(refused(() -> RunFixture.create(Path.of(""))).contains("has no name"));
    Path file = Files.createFile(temporary.resolve("file"));
    assertTrue(refused(() -> RunFixture.create(file)).contains("is a file"));
    refused(() -> RunFixture.create(file.resolve("r")));
    String longName = refused(() -> RunFixture.create(temporary.resolve("n".repeat(300))));
    assertTrue(longName.length() < 400, longName);
    assertTrue(longName.toLowerCase(Locale.ROOT).contains("too long"), longName);
    Path used = Files.createDirectories(temporary.resolve("used"));
    Files.createFile(used.resolve("mine"));
    assertTrue(refused(() -> RunFixture.create(used)).contains("is not empty"));
    assertFalse(Files.exists(used.resolve(RunLock.FILE)));
  }

  @Test
  void ofTwoThatCreateARunOneBeginsIt() {
    Path path = temporary.resolve("r");
    RunDirectory first = RunFixture.create(path);
    RunDirectory second = RunDirectory.create(path, RunConfiguration.of("main", 2));
    String message = refused(() -> first.begin(RunFixture.experiment(), Map.of()));
    assertTrue(message.contains("taken by another run"), message);
    try (RunSession session = second.begin(RunFixture.experiment(), Map.of())) {
      session.run(10, autosave -> {});
      assertTrue(refused(() -> RunFixture.create(path)).contains("has a run already"));
    }
  }

  @Test
  void theLockIsItsOwnersAndFollowsTheDirectory() throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    Path lock = directory.path().resolve(RunLock.FILE);
    Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
    RunSession session = directory.begin(RunFixture.experiment(), Map.of());
    session.run(10, autosave -> {});
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
    assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(lock));
    Path moved = Files.move(directory.path(), temporary.resolve("moved"));
    RunDirectory there = RunDirectory.open(moved);
    assertEquals(RunState.Status.RUNNING, there.state().orElseThrow().status());
    assertTrue(
        refused(() -> there.begin(RunFixture.resumed(there), Map.of())).contains("is being run"));
    Files.move(moved, directory.path());
    session.close();
    session.close(); // a second time it gives nothing free
    RunSession next = directory.begin(RunFixture.resumed(directory), Map.of());
    session.close();
    assertTrue(
        refused(() -> directory.begin(RunFixture.resumed(directory), Map.of()))
            .contains("is being run"));
    next.close();
  }

  @Test
  void aWholeCopyIsARunOfItsOwn() throws IOException {
    RunDirectory directory = RunFixture.paused(temporary.resolve("r"), 30);
    Path copy = temporary.resolve("copy");
    try (RunSession session = directory.begin(RunFixture.resumed(directory), Map.of())) {
      copy(directory.path(), copy); // while a session is at the original
      RunDirectory other = RunDirectory.open(copy);
      assertEquals(RunState.Status.INTERRUPTED, other.state().orElseThrow().status());
      try (RunSession second = other.begin(RunFixture.resumed(other), Map.of())) {
        assertTrue(second.run(Long.MAX_VALUE, autosave -> {}));
      }
      assertEquals(RunFixture.UPDATES, other.metrics().size());
      session.run(30, autosave -> {});
    }
    assertEquals(RunState.Status.PAUSED, directory.state().orElseThrow().status());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else if (!each.getFileName().toString().equals(RunLock.FILE)) {
          Files.copy(each, target); // opening the lock here would release it
        }
      }
    }
  }

  /** Who only looks at a run for a moment does not keep it from being resumed. */
  @Test
  void aLookerIsWaitedFor() throws Exception {
    RunDirectory directory = RunFixture.paused(temporary.resolve("r"), 30);
    Path lock = directory.path().resolve(RunLock.FILE);
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ);
        FileLock shared = channel.lock(0, Long.MAX_VALUE, true)) {
      assertTrue(shared.isValid());
    }
    directory.begin(RunFixture.resumed(directory), Map.of()).close();
  }
}
