package jacquard.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The MNIST handwritten digits (LeCun, Cortes and Burges), or any data in files of the same names
 * and format: images of bytes, which become values from 0 to 1, and their labels.
 *
 * <p>The files are {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the same
 * with {@code t10k}, packed with gzip or not. Names with a point ({@code train-images.idx3-ubyte})
 * and with something before them, as those of EMNIST ({@code emnist-letters-train-..}), are found
 * as well, if there is one such data set in the directory. Labels are numbers of classes, kept as
 * they are.
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
      IdxFile images = IdxFile.read(file(directory, part, "images-idx3-ubyte"), 3);
      IdxFile labels = IdxFile.read(file(directory, part, "labels-idx1-ubyte"), 1);
      if (images.size(0) != labels.size(0)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has %d images, %s has %d labels: they do not belong together",
                images.name(),
                images.size(0),
                labels.name(),
                labels.size(0)));
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

  /** A file by MNIST's own name, else by another of the names it goes by. */
  private static Path file(Path directory, String part, String kind) throws IOException {
    Path packed = directory.resolve(part + "-" + kind + ".gz");
    if (Files.exists(packed)) {
      return packed;
    }
    Path plain = directory.resolve(part + "-" + kind);
    return Files.exists(plain) ? plain : other(directory, part, kind);
  }

  private static Path other(Path directory, String part, String kind) throws IOException {
    String parts = part.equals("t10k") ? "t10k|test" : part;
    Pattern name =
        Pattern.compile(
            String.format(
                Locale.ROOT,
                "(?<stem>(.*-)?(%s)-%s)(\\.gz)?",
                parts,
                kind.replace("-idx", "[-.]idx")));
    SortedMap<String, Path> found = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.sorted().toList()) {
          Matcher matcher = name.matcher(String.valueOf(file.getFileName()));
          if (matcher.matches()) {
            found.put(matcher.group("stem"), file);
          }
        }
      }
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has several such files: %s; keep one data set in a directory",
              directory,
              found.keySet()));
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has no %s-%s.gz (nor unpacked); MNIST is four such files",
              directory,
              part,
              kind));
    }
    return found.firstEntry().getValue();
  }
}
