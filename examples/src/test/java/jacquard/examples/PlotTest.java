package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plot} draws; where the machine has no fonts, what it says. */
class PlotTest {
  private static final String ROWS =
      """
      step,fold,epoch,settings,metric,value
      10,1,1,rate=0.1,validation error,0.5
      20,1,2,rate=0.1,validation error,0.3
      30,2,1,rate=0.1,validation error,0.6
      40,2,2,rate=0.1,validation error,NaN
      50,1,1,rate=0.3,validation error,0.4
      60,1,,rate=0.3,test accuracy,0.9
      70,2,,rate=0.3,test accuracy,0.8
      80,,,,"norm, of all",3.5
      """;

  @TempDir private Path directory = Path.of("");

  private int code;

  private String run(String... args) {
    Ran ran = Ran.of(args);
    code = ran.code();
    return ran.all();
  }

  /** Whether this machine can draw letters. */
  static boolean canDraw() {
    try {
      BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
      image.createGraphics().drawString("a", 1, 8);
      new java.awt.font.TextLayout(
          "a",
          new java.awt.Font(java.awt.Font.SANS_SERIF, java.awt.Font.PLAIN, 8),
          new java.awt.font.FontRenderContext(null, true, true));
      return true;
    } catch (RuntimeException | LinkageError e) {
      assertTrue(Fonts.isAboutFonts(e), () -> "not about fonts: " + e);
      return false;
    }
  }

  @Test
  void whatWasMeasuredIsDrawn() throws Exception {
    Path csv = Files.writeString(directory.resolve("metrics.csv"), ROWS);
    String printed = run("plot", csv.toString());
    if (!canDraw()) {
      assertEquals("error: cannot draw " + csv + ": " + Fonts.ADVICE + "\n", printed);
      assertEquals(1, code);
      return;
    }
    Path png = directory.resolve("metrics.png");
    assertEquals("drew " + png + "\n", printed);
    BufferedImage image = Objects.requireNonNull(ImageIO.read(png.toFile()));
    assertEquals(2 * 2 * 720, image.getWidth());
    assertEquals(2 * 2 * 420, image.getHeight());
    Path svg = directory.resolve("one.svg");
    run("plot", csv.toString(), "-o", svg.toString(), "--metric", "test accuracy");
    assertEquals(0, code);
    assertEquals(
        "svg",
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new org.xml.sax.InputSource(new java.io.StringReader(withoutDoctype(svg))))
            .getDocumentElement()
            .getNodeName());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(3, files.count());
    }
  }

  /** So that no definition is looked for on the network. */
  private static String withoutDoctype(Path svg) throws IOException {
    return Files.readString(svg).replaceAll("(?s)<!DOCTYPE.*?>", "");
  }

  @Test
  void whatCannotBeDrawnIsTold() throws IOException {
    Path csv = Files.writeString(directory.resolve("metrics.csv"), ROWS);
    String error = run("plot", csv.toString(), "--metric", "loss");
    assertTrue(
        error.endsWith(
            "has no metric \"loss\"; it has validation error, test accuracy, norm, of all\n"),
        error);
    Files.writeString(csv, "step,fold,epoch,settings,metric,value\n");
    assertTrue(run("plot", csv.toString()).endsWith(" has no rows yet\n"));
    Files.writeString(csv, "step,fold,epoch,settings,metric,value\n1,x,,,a,2\n");
    assertTrue(run("plot", csv.toString()).contains("metrics.csv, line 2: this is no row of"));
    Files.writeString(csv, "a,b\n");
    assertTrue(
        run("plot", csv.toString()).contains("metrics.csv, line 1: this is no row of step,fold,"));
    assertEquals(1, code);
    assertFalse(Files.exists(directory.resolve("metrics.png")));
  }
}
