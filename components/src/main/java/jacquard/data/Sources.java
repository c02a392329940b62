package jacquard.data;

import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where data sets come from and can be had again when a checkpoint is loaded. */
public final class Sources {
  static final String DIGITS = "jacquard:digits";
  private static final String CSV_WITH_MISSING = "csv-with-missing";

  private Sources() {}

  static String csv(Path file, CsvSettings settings) {
    return SourceText.of("csv", settings.options(), file);
  }

  /** The settings with which a data set was read from CSV. */
  static CsvSettings csvSettings(Dataset data) {
    String source = data.source();
    if (!source.startsWith("csv:") && !source.startsWith("csv?")) {
      throw new IllegalArgumentException(
          data.name() + " was not read from a CSV file: give the settings to read one like it");
    }
    return CsvSettings.of(SourceText.parse(source).options());
  }

  /** The settings with which a data set was read from LIBSVM's format; plain ones if it was not. */
  static LibsvmSettings libsvmSettings(Dataset data) {
    return data.source().startsWith("libsvm?")
        ? LibsvmSettings.of(SourceText.parse(data.source()).options())
        : LibsvmSettings.plain();
  }

  static String libsvm(Path file, LibsvmReader.Like like) {
    return SourceText.of("libsvm", like.options(), file);
  }

  static String mnist(Path directory, String part) {
    return SourceText.of("mnist:" + part, Map.of(), directory);
  }

  static String npy(Path values, Path labels, NpySettings settings) {
    return SourceText.of("npy", with(settings, "labels", absolute(labels)), values);
  }

  static String npz(Path archive, String values, String labels, NpySettings settings) {
    Map<String, String> options = with(settings, "labels", labels);
    options.put("values", values);
    return SourceText.of("npz", options, archive);
  }

  static String mapped(Path values, @Nullable Path labels, NpySettings settings) {
    Map<String, String> options =
        labels == null
            ? new TreeMap<>(settings.options())
            : with(settings, "labels", absolute(labels));
    return SourceText.of("mapped", options, values);
  }

  private static Map<String, String> with(NpySettings settings, String name, String text) {
    Map<String, String> options = new TreeMap<>(settings.options());
    options.put(name, text);
    return options;
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }

  /** The settings with which a data set was read from arrays; plain ones if it was not. */
  static NpySettings npySettings(Dataset data) {
    return data.source().startsWith("npy?") || data.source().startsWith("npz?")
        ? NpySettings.of(SourceText.parse(data.source()).options())
        : NpySettings.plain();
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
      case CSV_WITH_MISSING ->
          CsvReader.read(file, CsvSettings.plain().withClassNumbers().withMissing(""));
      case "libsvm" -> LibsvmReader.read(file, LibsvmReader.Like.of(source.options()));
      case "npy" ->
          NpyReader.read(file, Path.of(source.option("labels")), NpySettings.of(source.options()));
      case "npz" ->
          NpyReader.read(
              file,
              source.option("values"),
              source.option("labels"),
              NpySettings.of(source.options()));
      case "mnist:train" -> Mnist.read(file, "train");
      case "mnist:t10k" -> Mnist.read(file, "t10k");
      default -> throw unknown(source);
    };
  }

  private static MappedDataset mappedDataset(SourceText source) throws IOException {
    if (!source.kind().equals("mapped")) {
      throw unknown(source);
    }
    NpySettings settings = NpySettings.of(source.options());
    String labels = source.option("labels");
    return labels.isEmpty()
        ? MappedDataset.open(source.file(), settings)
        : MappedDataset.open(source.file(), Path.of(labels), settings);
  }

  private static CheckpointException unknown(SourceText source) {
    return new CheckpointException("nothing is known of data from " + source);
  }
}
