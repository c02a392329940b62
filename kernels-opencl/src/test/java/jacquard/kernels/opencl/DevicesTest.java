package jacquard.kernels.opencl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.JavaKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices are found, listed and chosen; where there is none, users are told what to do. */
final class DevicesTest {
  @Test
  void thereIsADevice() {
    assertFalse(Devices.list().isEmpty(), "the OpenCL tests need a device: " + Devices.absence());
  }

  @Test
  void choiceByNumberAndByPartOfTheName() {
    Device first = Devices.list().getFirst();
    assertEquals(first.name(), Devices.choose("0").name());
    String part = first.name().substring(0, 4).toUpperCase(Locale.ROOT);
    assertEquals(first.name(), Devices.choose(part).name());
    assertTrue(Devices.describe().startsWith("0: " + first.name() + " (" + first.type()));
  }

  @Test
  void unknownDeviceIsAnsweredWithTheListing() {
    DeviceException e = assertThrows(DeviceException.class, () -> Devices.choose("Cray-1"));
    assertTrue(e.getMessage().startsWith("no OpenCL device is \"Cray-1\"; there is"));
    assertTrue(e.getMessage().contains(Devices.describe()));
    assertThrows(DeviceException.class, () -> Devices.choose("99"));
  }

  @Test
  void autoTakesOpenClAndSaysWhichDevice() {
    Choice choice = Choice.auto(JavaKernels::new);
    try (var kernels = choice.kernels()) {
      assertEquals("opencl", kernels.name());
      Device best = Devices.best();
      assertEquals(
          String.format(Locale.ROOT, "opencl: %s (%s, %d units)", best, best.type(), best.units()),
          choice.reason());
    }
  }

  @Test
  void withoutADriverAutoTakesJavaAndSaysHowToGetOne(@TempDir Path empty) throws Exception {
    String[] lines = withoutDriver(empty, false).split("\n");
    assertEquals(4, lines.length, String.join("\n", lines));
    for (String line : lines) {
      assertTrue(line.matches(".*no OpenCL (driver|library) found; to get one: .*"), line);
      assertTrue(line.contains("apt-get install pocl-opencl-icd"), line);
    }
    assertTrue(lines[0].startsWith("list: "));
    assertTrue(lines[1].startsWith("choose: "));
    assertTrue(lines[2].startsWith("best: "));
    assertTrue(lines[3].startsWith("auto: java: "));
  }

  @Test
  void aLoaderWithoutDriversIsLikeNone(@TempDir Path empty) throws Exception {
    assertTrue(withoutDriver(empty, true).contains("auto: java: no OpenCL driver found; to get"));
  }

  /** What a process sees that has no drivers, and no loader either unless the system has one. */
  private static String withoutDriver(Path empty, boolean withLoader)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WithoutDriver.class.getName());
    if (!withLoader) {
      builder.environment().remove("LD_LIBRARY_PATH");
    }
    builder.environment().put("OCL_ICD_VENDORS", empty.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    return output;
  }

  /** Prints what it is told, for the process without a driver. */
  static final class WithoutDriver {
    public static void main(String[] args) {
      System.out.println("list: " + Devices.describe());
      System.out.println("choose: " + message(() -> Devices.choose("0")));
      System.out.println("best: " + message(Devices::best));
      System.out.println("auto: " + Choice.auto(JavaKernels::new).reason());
    }

    private static String message(Runnable call) {
      try {
        call.run();
        return "a device";
      } catch (DeviceException e) {
        return e.getMessage();
      }
    }
  }
}
