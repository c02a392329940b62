package jacquard.report;

import jacquard.checkpoint.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * What the components of a checkpoint look like, read without their classes: the filters of RBMs,
 * and confusion matrices.
 *
 * <p>An RBM's units are drawn as what each adds to an image: its weights, if the visible units are
 * a square of pixels; else its weights times what the PCA or RBM below makes of them.
 */
public final class ReportImages {
  /** So many units of a layer are drawn. */
  private static final int UNITS = 100;

  /** The pixels of a side that small filters are enlarged to. */
  private static final int TILE = 40;

  private static final int GAP = 4;
  private static final int LARGEST = 128 * 128;

  /** A matrix by rows. */
  private static final class Grid {
    final float[] values;
    final int rows;
    final int columns;

    Grid(float[] values, int rows, int columns) {
      this.values = values;
      this.rows = rows;
      this.columns = columns;
    }

    Grid times(Grid other) {
      float[] product = new float[rows * other.columns];
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < columns; k++) {
          float a = values[i * columns + k];
          for (int j = 0; j < other.columns; j++) {
            product[i * other.columns + j] += a * other.values[k * other.columns + j];
          }
        }
      }
      return new Grid(product, rows, other.columns);
    }

    Grid turned() {
      float[] turned = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        turned[i % columns * rows + i / columns] = values[i];
      }
      return new Grid(turned, /* rows= */ columns, /* columns= */ rows);
    }
  }

  /** The images of each RBM by its name, its units by rows. */
  private final Map<String, Grid> filters = new LinkedHashMap<>();

  private final Map<String, Integer> units = new HashMap<>();
  private final Map<String, long[]> confusions = new LinkedHashMap<>();

  /** What makes an image of so many values, by their number. */
  private final Map<Integer, Grid> decoders = new HashMap<>();

  /** Looks at the components of a checkpoint. */
  public ReportImages(Checkpoint checkpoint) {
    Map<String, Map<String, @Nullable Object>> components = new LinkedHashMap<>();
    for (String name : checkpoint.components().keySet()) {
      components.put(name, checkpoint.component(name));
    }
    components.values().forEach(this::pca);
    components.forEach(this::look);
  }

  private void pca(Map<String, @Nullable Object> fields) {
    if (fields.get("inverse") instanceof float[] inverse
        && fields.get("mean") instanceof float[] mean
        && side(mean.length) > 0
        && inverse.length % mean.length == 0) {
      int components = inverse.length / mean.length;
      decoders.put(components, new Grid(inverse, components, mean.length));
    }
  }

  private void look(String name, Map<?, ?> fields) {
    if (fields.get("weights") instanceof float[] weights
        && fields.get("visibleBias") instanceof float[] visible
        && fields.get("hiddenBias") instanceof float[] hidden
        && weights.length == visible.length * hidden.length) {
      rbm(name, new Grid(weights, visible.length, hidden.length));
      return;
    }
    if (fields.get("classes") instanceof Number classes
        && fields.get("counts") instanceof long[] counts
        && counts.length == classes.intValue() * classes.intValue()) {
      confusions.put(name, counts);
      return;
    }
    fields.forEach((field, value) -> inside(name + "." + field, value));
  }

  private void inside(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      look(name, map);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        inside(name + "." + i, list.get(i));
      }
    }
  }

  private void rbm(String name, Grid weights) {
    Grid below = decoders.get(weights.rows);
    Grid images = weights.turned();
    if (below != null) {
      images = images.times(below);
    } else if (side(weights.rows) == 0) {
      return;
    }
    filters.put(name, images);
    decoders.put(weights.columns, images);
    units.put(name, weights.columns);
  }

  /** The side of a square image of so many pixels; 0 if it is none. */
  private static int side(int pixels) {
    int side = (int) Math.round(Math.sqrt(pixels));
    return side >= 4 && pixels <= LARGEST && side * side == pixels ? side : 0;
  }

  /** The names of the RBMs whose filters can be drawn, such as {@code layer1}. */
  public List<String> filters() {
    return List.copyOf(filters.keySet());
  }

  /** How many units an RBM has; of more than 100 the first are drawn. */
  public int units(String name) {
    return units.getOrDefault(name, 0);
  }

  /**
   * The filters of an RBM side by side, small ones enlarged: white is what a unit adds, black what
   * it takes away, each in its own scale.
   *
   * @param columns how many in a row
   * @throws IllegalArgumentException if there is no such RBM
   */
  public BufferedImage filters(String name, int columns) {
    Grid images = filters.get(name);
    if (images == null) {
      throw new IllegalArgumentException("there are no filters of " + name + " to be drawn");
    }
    int count = Math.min(UNITS, images.rows);
    int side = side(images.columns);
    int scale = Math.max(1, TILE / side);
    int tile = side * scale + GAP;
    int rows = (count + columns - 1) / columns;
    BufferedImage picture =
        new BufferedImage(columns * tile - GAP, rows * tile - GAP, BufferedImage.TYPE_INT_ARGB);
    for (int unit = 0; unit < count; unit++) {
      draw(images, unit, scale, picture, unit % columns * tile, unit / columns * tile);
    }
    return picture;
  }

  private static void draw(
      Grid images, int unit, int scale, BufferedImage picture, int left, int top) {
    int side = side(images.columns);
    float most = 0;
    for (int i = 0; i < images.columns; i++) {
      most = Math.max(most, Math.abs(images.values[unit * images.columns + i]));
    }
    for (int y = 0; y < side * scale; y++) {
      for (int x = 0; x < side * scale; x++) {
        float value = images.values[unit * images.columns + y / scale * side + x / scale];
        float part = most > 0 ? value / most : 0;
        int grey = Math.clamp(Math.round(127.5f + 127.5f * part), 0, 255);
        picture.setRGB(left + x, top + y, 0xff000000 | grey * 0x010101);
      }
    }
  }

  /** The names of the confusion matrices. */
  public List<String> confusions() {
    return List.copyOf(confusions.keySet());
  }

  /** The counts of a confusion matrix, the actual class a row. */
  public long[][] confusion(String name) {
    long[] counts = confusions.get(name);
    if (counts == null) {
      throw new IllegalArgumentException("there is no confusion matrix " + name);
    }
    int classes = (int) Math.round(Math.sqrt(counts.length));
    long[][] rows = new long[classes][classes];
    for (int i = 0; i < counts.length; i++) {
      rows[i / classes][i % classes] = counts[i];
    }
    return rows;
  }

  /** An image as the address of itself. */
  static String address(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
