package jacquard.examples;

import jacquard.npy.NewFile;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts side by side as a picture, PNG or SVG. */
final class Drawing {
  private Drawing() {}

  /**
   * Draws charts of the same size in one column, or two if they are more than two.
   *
   * @return the file
   * @throws UsageError if its name ends with neither .png nor .svg
   */
  static Path write(List<? extends Chart<?, ?>> charts, Path file) throws IOException {
    check(file);
    if (file.toString().endsWith(".svg")) {
      return svg(charts, file);
    }
    Dimension size = size(charts);
    BufferedImage image =
        new BufferedImage(2 * size.width, 2 * size.height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.scale(2, 2); // sharp on today's screens
    paint(charts, g, size);
    g.dispose();
    return png(image, file);
  }

  /** Refuses a name that ends with neither .png nor .svg. */
  static void check(Path file) {
    if (!file.toString().matches("(?s).*\\.(png|svg)")) {
      throw new UsageError("a drawing is a .png or .svg file, not " + file);
    }
  }

  /** Writes an image, whole or not at all. */
  static Path png(BufferedImage image, Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    ImageIO.write(image, "png", bytes);
    return written(bytes.toByteArray(), file);
  }

  private static Path written(byte[] bytes, Path file) {
    try {
      NewFile.write(file, out -> out.write(bytes));
      return file;
    } catch (IOException e) {
      throw Failure.writing(file, e);
    }
  }

  private static Path svg(List<? extends Chart<?, ?>> charts, Path file) throws IOException {
    try {
      SVGGraphics2D g =
          new SVGGraphics2D(
              DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument());
      Dimension size = size(charts);
      g.setSVGCanvasSize(size);
      paint(charts, g, size);
      StringWriter page = new StringWriter();
      g.stream(page, true);
      return written(page.toString().getBytes(StandardCharsets.UTF_8), file);
    } catch (ParserConfigurationException e) {
      throw new IOException("cannot write SVG", e);
    }
  }

  private static int columns(List<?> charts) {
    return charts.size() > 2 ? 2 : 1;
  }

  private static Dimension size(List<? extends Chart<?, ?>> charts) {
    int columns = columns(charts);
    int rows = (charts.size() + columns - 1) / columns;
    return new Dimension(
        columns * charts.getFirst().getWidth(), rows * charts.getFirst().getHeight());
  }

  private static void paint(List<? extends Chart<?, ?>> charts, Graphics2D g, Dimension size) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, size.width, size.height);
    int columns = columns(charts);
    for (int i = 0; i < charts.size(); i++) {
      Chart<?, ?> chart = charts.get(i);
      int x = i % columns * chart.getWidth();
      int y = i / columns * chart.getHeight();
      g.translate(x, y);
      chart.paint(g, chart.getWidth(), chart.getHeight());
      g.translate(-x, -y);
    }
  }
}
