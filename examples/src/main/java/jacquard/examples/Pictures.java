package jacquard.examples;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import jacquard.report.ReportImages;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the components of a run's newest checkpoint look like, as PNG. */
final class Pictures {
  private static final int COLUMNS = 10;
  private static final int CELL = 64;
  private static final Color TEXT = new Color(0x1c2430);
  private static final Color RIGHT = new Color(0x0072b2);
  private static final Color WRONG = new Color(0xd55e00);

  private final Path run;
  private final ReportImages images;

  Pictures(Path run) throws IOException {
    this.run = run;
    List<Path> files = new CheckpointDirectory(Named.run(run).checkpoints()).newestFirst();
    if (files.isEmpty()) {
      throw new Failure(run + " has no checkpoint yet to draw components of");
    }
    images = new ReportImages(Checkpoint.read(files.getFirst()));
  }

  /** Draws the filters of an RBM. */
  Path filters(String name, Path file) throws IOException {
    if (!images.filters().contains(name)) {
      throw new UsageError(
          run + " has no filters \"" + name + "\"; it has " + words(images.filters()));
    }
    return tiles(images.filters(name, COLUMNS), file);
  }

  /** Draws images that were kept, and what an RBM makes of them. */
  Path reconstructions(String name, Path file) throws IOException {
    if (!images.reconstructions().contains(name)) {
      throw new UsageError(
          run
              + " has no images that \""
              + name
              + "\" could reconstruct; it has some for "
              + words(images.reconstructions()));
    }
    return tiles(images.reconstructions(name, COLUMNS), file);
  }

  private static Path tiles(BufferedImage tiles, Path file) throws IOException {
    BufferedImage page =
        new BufferedImage(
            2 * tiles.getWidth() + 16, 2 * tiles.getHeight() + 16, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = page.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, page.getWidth(), page.getHeight());
    g.drawImage(tiles, 8, 8, 2 * tiles.getWidth(), 2 * tiles.getHeight(), null);
    g.dispose();
    return write(page, file);
  }

  /** Draws the confusion matrix; a row is a class as labelled, a column as predicted. */
  Path confusion(Path file) throws IOException {
    if (images.confusions().isEmpty()) {
      throw new Failure(run + " has no confusion matrix");
    }
    long[][] counts = images.confusion(images.confusions().getFirst());
    int size = (counts.length + 2) * CELL;
    BufferedImage page = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = page.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, CELL / 3));
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, size, size);
    axes(g, size);
    g.translate(CELL, CELL);
    for (int i = 0; i < counts.length; i++) {
      cell(g, 0, i + 1, Color.WHITE, TEXT, String.valueOf(i));
      cell(g, i + 1, 0, Color.WHITE, TEXT, String.valueOf(i));
      double all = 0;
      for (long each : counts[i]) {
        all += each;
      }
      for (int j = 0; j < counts.length; j++) {
        double part = all == 0 ? 0 : counts[i][j] / all;
        Color ground = mixed(i == j ? RIGHT : WRONG, i == j ? part : Math.sqrt(part));
        Color text = i == j && part > 0.5 ? Color.WHITE : TEXT;
        cell(g, j + 1, i + 1, ground, text, counts[i][j] == 0 ? "" : "" + counts[i][j]);
      }
    }
    g.dispose();
    return write(page, file);
  }

  /** What columns and rows are. */
  private static void axes(Graphics2D g, int size) {
    g.setColor(TEXT);
    int middle = size / 2 + CELL;
    int line = (CELL + g.getFontMetrics().getAscent()) / 2;
    g.drawString("as predicted", middle - g.getFontMetrics().stringWidth("as predicted") / 2, line);
    AffineTransform upright = g.getTransform();
    g.rotate(-Math.PI / 2);
    g.drawString("as labelled", -middle - g.getFontMetrics().stringWidth("as labelled") / 2, line);
    g.setTransform(upright);
  }

  private static void cell(
      Graphics2D g, int column, int row, Color ground, Color colour, String text) {
    g.setColor(ground);
    g.fillRect(column * CELL + 1, row * CELL + 1, CELL - 2, CELL - 2);
    g.setColor(colour);
    FontMetrics font = g.getFontMetrics();
    int x = column * CELL + (CELL - font.stringWidth(text)) / 2;
    g.drawString(text, x, row * CELL + (CELL + font.getAscent() - font.getDescent()) / 2);
  }

  /** So much of a colour on a light ground. */
  private static Color mixed(Color colour, double part) {
    float p = (float) Math.clamp(part, 0, 1);
    float[] a = colour.getRGBColorComponents(null);
    return new Color(
        0.96f + p * (a[0] - 0.96f), 0.96f + p * (a[1] - 0.96f), 0.96f + p * (a[2] - 0.96f));
  }

  private static String words(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static Path write(BufferedImage page, Path file) throws IOException {
    if (!file.toString().endsWith(".png")) {
      throw new UsageError("this is drawn as .png, not " + file);
    }
    return Drawing.png(page, file);
  }
}
