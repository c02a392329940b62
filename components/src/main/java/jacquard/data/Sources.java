package jacquard.data;

import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Where data sets come from and can be had again when a checkpoint is loaded. */
public final class Sources {
  static final String DIGITS = "jacquard:digits";
  private static final String CSV_WITH_MISSING = "csv-with-missing";

  private Sources() {}

  static String csv(Path file, CsvSettings settings) {
    return SourceText.of("csv", settings.options(), file);
  }

  static String libsvm(Path file, LibsvmReader.Like like) {
    return SourceText.of("libsvm", like.options(), file);
  }

  static String mnist(Path directory, String part) {
    return SourceText.of("mnist:" + part, Map.of(), directory);
  }

  static String npy(Path values, Path labels) {
    return SourceText.of("npy", Map.of("labels", labels.toAbsolutePath().toString()), values);
  }

  static String npz(Path archive, String values, String labels) {
    return SourceText.of("npz", Map.of("values", values, "labels", labels), archive);
  }

  static String mapped(Path values) {
    return SourceText.of("mapped", Map.of(), values);
  }

  static String mapped(Path values, Path labels) {
    return SourceText.of("mapped", Map.of("labels", labels.toAbsolutePath().toString()), values);
  }

  /**
   * The data set of a source.
   *
   * @throws CheckpointException if it cannot be read, or nothing is known of such a source
   */
  public static Dataset attach(String source) {
    return source.equals(DIGITS) ? Digits.load() : read(source, Sources::dataset);
  }

  /** The mapped data set of a source, with the errors of {@link #attach}. */
  public static MappedDataset attachMapped(String source) {
    return read(source, Sources::mappedDataset);
  }

  private interface Read<T> {
    T of(SourceText source) throws IOException;
  }

  private static <T> T read(String source, Read<T> read) {
    try {
      return read.of(SourceText.parse(source));
    } catch (IOException | IllegalArgumentException e) {
      throw new CheckpointException(
          "cannot read the data again from " + source + ": " + e + "; put the file back", e);
    }
  }

  private static Dataset dataset(SourceText source) throws IOException {
    Path file = source.file();
    return switch (source.kind()) {
      case "csv" -> CsvReader.read(file, CsvSettings.of(source.options()));
      case CSV_WITH_MISSING -> CsvReader.readAllowingMissing(file);
      case "libsvm" -> LibsvmReader.read(file, LibsvmReader.Like.of(source.options()));
      case "npy" -> NpyReader.read(file, Path.of(source.option("labels")));
      case "npz" -> NpyReader.read(file, source.option("values"), source.option("labels"));
      case "mnist:train" -> Mnist.read(file, "train");
      case "mnist:t10k" -> Mnist.read(file, "t10k");
      default -> throw unknown(source);
    };
  }

  private static MappedDataset mappedDataset(SourceText source) throws IOException {
    if (!source.kind().equals("mapped")) {
      throw unknown(source);
    }
    return source.options().isEmpty()
        ? MappedDataset.open(source.file())
        : MappedDataset.open(source.file(), Path.of(source.option("labels")));
  }

  private static CheckpointException unknown(SourceText source) {
    return new CheckpointException("nothing is known of data from " + source);
  }
}
