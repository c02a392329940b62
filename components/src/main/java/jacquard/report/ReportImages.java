package jacquard.report;

import jacquard.checkpoint.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * What the components of a checkpoint look like, read without their classes: the filters of RBMs,
 * what they make of {@link SampleImages}, and confusion matrices.
 *
 * <p>An RBM's units are drawn as what each adds to an image: its weights times what the PCA or RBMs
 * below make of them; of the lowest, whose visible units must be a square of pixels, its weights.
 * What is below an RBM is a PCA or RBM that gives as many values as it has visible units.
 */
public final class ReportImages {
  /** So many units of a layer are drawn. */
  static final int UNITS = 100;

  /** Small images are enlarged to at least so many pixels a side. */
  private static final int TILE = 40;

  private static final int GAP = 4;
  private static final int LARGEST = 128 * 128;

  /** The way from pixels up to each RBM, which is its last layer, by the RBM's name. */
  private final Map<String, List<ReportLayer>> stacks = new LinkedHashMap<>();

  private final Map<String, long[]> confusions = new LinkedHashMap<>();

  /** Images that were kept, by the number of their pixels. */
  private final Map<Integer, Grid> samples = new HashMap<>();

  /** The layers that end with so many values. */
  private final Map<Integer, List<ReportLayer>> below = new HashMap<>();

  /** Whether there is a PCA that has learned nothing, so that nobody knows what is above it. */
  private boolean isUnlearned;

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
    if (ReportLayer.of(fields) instanceof ReportLayer.Pca pca && side(pca.inputs()) > 0) {
      below.put(pca.outputs(), List.of(pca));
    }
    isUnlearned |= fields.get("variances") instanceof double[] none && none.length == 0;
  }

  private void look(String name, Map<?, ?> fields) {
    if (ReportLayer.of(fields) instanceof ReportLayer.Rbm rbm) {
      rbm(name, rbm);
      return;
    }
    if (fields.get("classes") instanceof Number classes
        && fields.get("counts") instanceof long[] counts
        && counts.length == classes.intValue() * classes.intValue()) {
      confusions.put(name, counts);
      return;
    }
    if (fields.get("columns") instanceof Integer columns
        && fields.get("images") instanceof float[] images
        && images.length > 0
        && side(columns) > 0) {
      samples.putIfAbsent(columns, new Grid(images, images.length / columns, columns));
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

  private void rbm(String name, ReportLayer.Rbm rbm) {
    List<ReportLayer> stack = new ArrayList<>(below.getOrDefault(rbm.inputs(), List.of()));
    stack.add(rbm);
    boolean isLowest = stack.size() == 1;
    if (isLowest && (isUnlearned || side(rbm.inputs()) == 0)) {
      return;
    }
    stacks.put(name, stack);
    below.put(rbm.outputs(), stack);
  }

  /** The side of a square image of so many pixels; 0 if it is none. */
  private static int side(int pixels) {
    int side = (int) Math.round(Math.sqrt(pixels));
    return side >= 4 && pixels <= LARGEST && side * side == pixels ? side : 0;
  }

  /** The names of the RBMs whose filters can be drawn, such as {@code layer1}. */
  public List<String> filters() {
    return List.copyOf(stacks.keySet());
  }

  /** How many units an RBM has; of more than 100 the first are drawn. */
  public int units(String name) {
    return stacks.containsKey(name) ? stack(name).getLast().outputs() : 0;
  }

  private List<ReportLayer> stack(String name) {
    List<ReportLayer> stack = stacks.get(name);
    if (stack == null) {
      throw new IllegalArgumentException("there is no RBM " + name + " to be drawn");
    }
    return stack;
  }

  /**
   * The filters of an RBM side by side, small ones enlarged: white is what a unit adds, black what
   * it takes away, each in its own scale.
   *
   * @param columns how many in a row
   * @throws IllegalArgumentException if there is no such RBM
   */
  public BufferedImage filters(String name, int columns) {
    List<ReportLayer> stack = stack(name);
    Grid images = stack.getLast().directions().first(UNITS);
    for (ReportLayer each : stack.reversed().subList(1, stack.size())) {
      images = images.times(each.directions());
    }
    int tile = tile(images);
    int across = Math.min(columns, images.rows);
    int down = Math.ceilDiv(images.rows, columns);
    BufferedImage picture = picture(across * (tile + GAP) - GAP, down * (tile + GAP) - GAP);
    for (int unit = 0; unit < images.rows; unit++) {
      float most = 0;
      for (int i = 0; i < images.columns; i++) {
        most = Math.max(most, Math.abs(images.at(unit, i)));
      }
      int left = unit % columns * (tile + GAP);
      draw(images, unit, -most, most, picture, left, unit / columns * (tile + GAP));
    }
    return picture;
  }

  // ---- reconstructions -------------------------------------------------------------------------

  /**
   * The names of the RBMs whose reconstructions can be drawn: those above {@link SampleImages} that
   * were kept.
   */
  public List<String> reconstructions() {
    return stacks.keySet().stream().filter(name -> samples(name) != null).toList();
  }

  /** The images that the stack of an RBM stands on, or null if none were kept. */
  private @Nullable Grid samples(String name) {
    return samples.get(stack(name).getFirst().inputs());
  }

  /** The way from an image up to an RBM and down again, in words. */
  String way(String name) {
    List<String> steps = new ArrayList<>();
    for (ReportLayer each : stack(name)) {
      steps.add(each instanceof ReportLayer.Pca ? "PCA" : each.outputs() + " units");
    }
    return "through " + String.join(", ", steps);
  }

  /**
   * Images that were kept, and below each of them what is left of it after the way up to an RBM's
   * hidden units and down again, by probabilities, without any chance: black is the least value of
   * the images, white the greatest.
   *
   * @param columns how many in a row
   * @throws IllegalArgumentException if there is no such RBM, or there are no images for it
   */
  public BufferedImage reconstructions(String name, int columns) {
    Grid given = samples(name);
    if (given == null) {
      throw new IllegalArgumentException("there are no images to be reconstructed by " + name);
    }
    Grid made = given;
    for (ReportLayer each : stack(name)) {
      made = each.up(made);
    }
    for (ReportLayer each : stack(name).reversed()) {
      made = each.down(made);
    }
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : given.values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    int tile = tile(given);
    int pair = 2 * tile + 4 * GAP;
    int across = Math.min(columns, given.rows);
    int down = Math.ceilDiv(given.rows, columns);
    BufferedImage picture = picture(across * (tile + GAP) - GAP, down * pair - 3 * GAP);
    for (int i = 0; i < given.rows; i++) {
      int left = i % columns * (tile + GAP);
      int top = i / columns * pair;
      draw(given, i, least, most, picture, left, top);
      draw(made, i, least, most, picture, left, top + tile + GAP);
    }
    return picture;
  }

  // ---- tiles -----------------------------------------------------------------------------------

  private static BufferedImage picture(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
  }

  /** The pixels of a side that images are drawn with. */
  private static int tile(Grid images) {
    int side = side(images.columns);
    return side * Math.ceilDiv(TILE, side);
  }

  private static void draw(
      Grid images, int row, float black, float white, BufferedImage picture, int left, int top) {
    int side = side(images.columns);
    int tile = tile(images);
    int scale = tile / side;
    for (int y = 0; y < tile; y++) {
      for (int x = 0; x < tile; x++) {
        float value = images.at(row, y / scale * side + x / scale);
        float part = white > black ? (value - black) / (white - black) : 0.5f;
        int grey = Math.clamp(Math.round(255 * part), 0, 255);
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
