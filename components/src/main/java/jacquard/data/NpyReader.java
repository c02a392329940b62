package jacquard.data;

import jacquard.npy.Npy;
import jacquard.npy.NpyArray;
import jacquard.npy.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A reader of data sets that NumPy saved: a matrix of values and an array of labels.
 *
 * <p>Values of any type that is read become floats, rounded to the nearest; more than two
 * dimensions are rows of all but the first. What is too large for memory is rather {@linkplain
 * MappedDataset mapped}.
 */
public final class NpyReader {
  private NpyReader() {}

  /**
   * Reads two {@code .npy} files.
   *
   * @throws IllegalArgumentException if one is missing or damaged, they do not belong together, or
   *     a value is not finite; it names the file
   * @throws IOException if a file cannot be read
   */
  public static Dataset read(Path values, Path labels) throws IOException {
    return dataset(
        values.toString(),
        Npy.read(values),
        labels.toString(),
        Npy.read(labels),
        Sources.npy(values, labels));
  }

  /**
   * Reads two arrays of a {@code .npz} archive, by name.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset read(Path archive, String values, String labels) throws IOException {
    Map<String, NpyArray> arrays = Npz.read(archive);
    return dataset(
        archive + ", array " + values,
        array(archive, arrays, values),
        archive + ", array " + labels,
        array(archive, arrays, labels),
        Sources.npz(archive, values, labels));
  }

  private static NpyArray array(Path archive, Map<String, NpyArray> arrays, String name) {
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "%s: no array %s; there are %s".formatted(archive, name, arrays.keySet()));
    }
    return array;
  }

  private static Dataset dataset(
      String valuesName, NpyArray values, String labelsName, NpyArray labels, String source) {
    if (values.shape().size() < 2 || values.size() == 0 || labels.shape().size() != 1) {
      throw new IllegalArgumentException(
          "%s is %s, %s is %s; needed are rows of values and as many labels"
              .formatted(valuesName, values, labelsName, labels));
    }
    int rows = values.shape().getFirst();
    if (rows != labels.size()) {
      throw new IllegalArgumentException(
          "%s has %d rows, %s has %d labels: they do not belong together"
              .formatted(valuesName, rows, labelsName, labels.size()));
    }
    return Dataset.from(
        new Schema(valuesName, List.of(), List.of()),
        source,
        values.size() / rows,
        floats(values),
        Targets.of(ints(labelsName, labels)),
        true);
  }

  private static float[] floats(NpyArray array) {
    if (array.elements() instanceof float[] floats) {
      return floats;
    }
    float[] floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] =
          switch (array.elements()) {
            case double[] doubles -> (float) doubles[i];
            case long[] longs -> longs[i];
            case int[] ints -> ints[i];
            default -> Byte.toUnsignedInt(array.bytes()[i]);
          };
    }
    return floats;
  }

  private static int[] ints(String name, NpyArray array) {
    if (array.elements() instanceof int[] ints) {
      return ints;
    }
    int[] ints = new int[array.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] =
          switch (array.elements()) {
            case long[] longs -> longs[i] == (int) longs[i] ? (int) longs[i] : -1;
            case byte[] bytes -> Byte.toUnsignedInt(bytes[i]);
            default ->
                throw new IllegalArgumentException(
                    "%s is %s; labels are int32, int64 or uint8".formatted(name, array));
          };
    }
    return ints;
  }
}
