package jacquard.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The MNIST handwritten digits (LeCun, Cortes and Burges), or any data in files of the same names
 * and format: images of bytes, which become values from 0 to 1, and their labels.
 *
 * <p>The files are {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the same
 * with {@code t10k}, packed ({@code .gz}) or not.
 */
public final class Mnist {
  private static final float BRIGHTEST = 255f;

  private Mnist() {}

  /**
   * The training images of a directory.
   *
   * @throws IllegalArgumentException if files are missing, damaged or do not belong together; it
   *     names them
   */
  public static Dataset train(Path directory) {
    return read(directory, "train");
  }

  /** The test images of a directory, as {@link #train} reads the others. */
  public static Dataset test(Path directory) {
    return read(directory, "t10k");
  }

  static Dataset read(Path directory, String part) {
    try {
      IdxFile images = IdxFile.read(file(directory, part + "-images-idx3-ubyte"), 3);
      IdxFile labels = IdxFile.read(file(directory, part + "-labels-idx1-ubyte"), 1);
      if (images.size(0) != labels.size(0)) {
        throw new IllegalArgumentException(
            "%s has %d images, %s has %d labels: they do not belong together"
                .formatted(images.name(), images.size(0), labels.name(), labels.size(0)));
      }
      return Dataset.from(
          new Schema("mnist " + part, List.of(), List.of()),
          Sources.mnist(directory, part),
          images.size(1) * images.size(2),
          images.scaled(1 / BRIGHTEST),
          Targets.of(labels.ints()),
          true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Path directory, String name) {
    Path packed = directory.resolve(name + ".gz");
    Path plain = directory.resolve(name);
    if (Files.exists(packed)) {
      return packed;
    }
    if (!Files.exists(plain)) {
      throw new IllegalArgumentException(
          "%s has no %s.gz (nor unpacked); MNIST is four such files".formatted(directory, name));
    }
    return plain;
  }
}
