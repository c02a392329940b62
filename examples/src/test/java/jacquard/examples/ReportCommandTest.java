package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.report.RunDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run of an example, its pictures, and what is said about the live view. */
class ReportCommandTest {
  @TempDir private Path directory = Path.of("");

  private int code;
  private String errors = "";

  private String run(String... args) {
    Ran ran = Ran.of(args);
    code = ran.code();
    errors = ran.errors();
    return ran.out();
  }

  @Test
  void aRunIsReportedAndDrawnAndServed() throws IOException {
    String r = directory.resolve("r").toString();
    String[] start = {
      "kfold-digits",
      "--folds",
      "2",
      "--rounds",
      "60",
      "--backend",
      "java",
      "--quiet",
      "--run",
      r,
      "--serve",
      "0"
    };
    run(start);
    assertEquals(0, code, errors);
    assertTrue(
        Pattern.compile("live at http://127\\.0\\.0\\.1:\\d+/\\?token=[\\w-]{32}\n")
            .matcher(errors)
            .find(),
        errors);
    Path page = directory.resolve("page.html");
    assertEquals("wrote " + page + "\n", run("report", r, "-o", page.toString()));
    String html = Files.readString(page);
    assertTrue(html.contains("1,797 are right"), "each sample was tested once");
    assertTrue(html.contains("alt=\"filters of layer1\""));
    assertTrue(html.contains("alt=\"filters of layer2\""));
    assertTrue(html.contains("alt=\"reconstructions by layer1\""));
    assertTrue(html.contains("through PCA, 200 units, 300 units"));
    assertFalse(html.contains("token"), "the live view's secret is its own");
    run("plot", r, "--confusion");
    assertEquals(12 * 64, ImageIO.read(directory.resolve("r/confusion.png").toFile()).getWidth());
    run("plot", r, "--filters", "layer2");
    assertTrue(ImageIO.read(directory.resolve("r/filters-layer2.png").toFile()).getWidth() > 800);
    run("plot", r, "--reconstructions", "layer2");
    BufferedImage made = ImageIO.read(directory.resolve("r/reconstructions-layer2.png").toFile());
    assertEquals(2 * (10 * 44 - 4) + 16, made.getWidth(), "ten digits across");
    assertEquals(2 * (4 * 40 + 2 * 4 + 16 - 4) + 16, made.getHeight(), "two, each above its own");
    run("plot", r, "--reconstructions", "softmax");
    assertEquals(2, code);
    assertTrue(errors.contains("it has some for layer1, layer2"), errors);
    run("plot", r, "--filters", "layer9");
    assertEquals(2, code);
    assertTrue(errors.contains("it has layer1, layer2"), errors);
  }

  @Test
  void whatCannotBeShownIsSaidInALine() throws IOException {
    run("report", directory.toString());
    assertEquals(2, code);
    assertTrue(errors.contains("is not a run directory"), errors);
    run("weave", "--serve", "0");
    assertEquals(2, code);
    assertTrue(errors.contains("add --run DIR"), errors);
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      Path w = directory.resolve("w");
      String port = "" + taken.getLocalPort();
      run("weave", "--run", w.toString(), "--serve", port);
      assertEquals(1, code);
      assertTrue(errors.contains("choose another port, or 0"), errors);
      assertFalse(Files.exists(w), "nothing was begun");
      run("weave", "--run", w.toString(), "--serve", "65536");
      assertEquals(2, code);
      assertTrue(errors.contains("a port is a number from 0 to 65535"), errors);
      assertFalse(Files.exists(w), "nothing was begun");
      run("weave", "--run", w.toString(), "--steps", "3");
      run("resume", w.toString(), "--serve", port);
      assertEquals(1, code);
      assertTrue(errors.contains("choose another port, or 0"), errors);
      assertEquals(1, RunDirectory.open(w).state().orElseThrow().sessions().size());
    }
  }
}
