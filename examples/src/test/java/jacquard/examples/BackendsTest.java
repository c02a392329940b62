package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointDiff;
import jacquard.experiment.CheckpointDirectory;
import jacquard.kernels.Kernels;
import jacquard.kernels.opencl.Devices;
import jacquard.learn.Backend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class BackendsTest {
  @Test
  void chosenKernelsAreUsedUntilClosed() {
    Kernels before = Backend.current();
    try (Backends java = Backends.use("java", null)) {
      assertNotSame(before, Backend.current());
      assertEquals("computing with java-vector: as asked for", java.words());
    }
    assertSame(before, Backend.current());
  }

  @Test
  void whatIsUnknownIsRefused() {
    assertRefused("--backend takes auto, opencl, java, not cuda", "cuda", null);
    assertRefused("--device is for OpenCL; --backend java computes on the processor", "java", "0");
  }

  private static void assertRefused(
      String message, String backend, @org.jspecify.annotations.Nullable String device) {
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> Backends.use(backend, device));
    assertEquals(message, error.getMessage());
  }

  @Test
  void theListingHasDevicesAndJava() {
    String listing = Backends.devices();
    assertTrue(listing.contains("0: " + Devices.best().name()), listing);
    assertTrue(listing.contains("--backend java"), listing);
  }

  @Test
  void devicesAreChosenByNumberAndName() {
    try (Backends first = Backends.use("auto", "0");
        Backends same = Backends.use("opencl", Devices.best().name())) {
      assertTrue(first.words().startsWith("computing with opencl: "), first.words());
      assertTrue(same.words().contains(Devices.best().name()), same.words());
    }
    Exception error =
        assertThrows(UsageError.class, () -> Backends.use("opencl", "nothing like it"));
    assertTrue(String.valueOf(error.getMessage()).contains("0: "));
  }

  @Test
  void wholeRunsComeToTheSameBitsOnEveryBackend(@TempDir Path directory) throws IOException {
    Checkpoint java = trained("java", directory.resolve("java"));
    Checkpoint openCl = trained("opencl", directory.resolve("opencl"));
    assertEquals(List.of(), CheckpointDiff.of(java, openCl));
    assertEquals(java.fingerprint(), openCl.fingerprint());
  }

  @Test
  void runsMoveBetweenBackends(@TempDir Path directory) throws IOException {
    Checkpoint whole = trained("java", directory.resolve("whole"));
    Path moved = directory.resolve("moved");
    trained("opencl", moved, "--steps", "3000");
    Checkpoint end = trained("java", moved, "--resume", moved.toString());
    assertEquals(whole.fingerprint(), end.fingerprint());
  }

  private static Checkpoint trained(String backend, Path saved, String... more) throws IOException {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new Main());
    RunCommand.add(line, new KFoldDigits(2, 40));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    List<String> args = new ArrayList<>(List.of("kfold-digits", "--backend", backend));
    args.addAll(List.of("--save", saved.toString()));
    args.addAll(Arrays.asList(more));
    assertEquals(0, line.execute(args.toArray(String[]::new)), out::toString);
    assertTrue(out.toString().contains("computing with " + backend), out.toString());
    return Checkpoint.read(new CheckpointDirectory(saved).newestFirst().getFirst());
  }
}
