package jacquard.data;

import jacquard.npy.Npy;
import jacquard.npy.NpyArray;
import jacquard.npy.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A reader of data sets that NumPy saved: a matrix of values and an array of labels or targets.
 *
 * <p>Values of any type of numbers become floats, rounded to the nearest; more than two dimensions
 * are rows of all but the first. Labels are of one dimension, or of N x 1, and of any type whose
 * elements are integers or truth values. What is too large for memory is rather {@linkplain
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
    return read(values, labels, NpySettings.plain());
  }

  /**
   * Reads two {@code .npy} files by settings.
   *
   * @throws IOException if a file cannot be read
   */
  public static Dataset read(Path values, Path labels, NpySettings settings) throws IOException {
    Pair pair = new Pair(values.toString(), Npy.read(values), labels.toString(), Npy.read(labels));
    NpySettings known = pair.known(settings);
    return pair.dataset(known, Sources.npy(values, labels, known));
  }

  /**
   * Reads two {@code .npy} files with the classes of other rows, such as a test set with those of
   * its training set.
   *
   * @throws IllegalArgumentException if the columns are not as many, or a label is none of the
   *     classes
   * @throws IOException if a file cannot be read
   */
  public static Dataset readLike(Path values, Path labels, Dataset other) throws IOException {
    NpySettings settings = Sources.npySettings(other).like(other.all());
    return checked(read(values, labels, settings), other);
  }

  /**
   * Reads two arrays of a {@code .npz} archive, by name; whatever else it has is not looked at.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset read(Path archive, String values, String labels) throws IOException {
    return read(archive, values, labels, NpySettings.plain());
  }

  /**
   * Reads two arrays of a {@code .npz} archive by settings.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset read(Path archive, String values, String labels, NpySettings settings)
      throws IOException {
    Map<String, NpyArray> arrays = Npz.read(archive, List.of(values, labels));
    Pair pair =
        new Pair(
            archive + ", array " + values,
            array(arrays, values),
            archive + ", array " + labels,
            array(arrays, labels));
    NpySettings known = pair.known(settings);
    return pair.dataset(known, Sources.npz(archive, values, labels, known));
  }

  /**
   * Reads two arrays of a {@code .npz} archive with the classes of other rows.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset readLike(Path archive, String values, String labels, Dataset other)
      throws IOException {
    NpySettings settings = Sources.npySettings(other).like(other.all());
    return checked(read(archive, values, labels, settings), other);
  }

  private static NpyArray array(Map<String, NpyArray> arrays, String name) {
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no array " + name);
    }
    return array;
  }

  private static Dataset checked(Dataset data, Dataset other) {
    if (data.columns() != other.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d columns of values, the other data have %d",
              data.name(),
              data.columns(),
              other.columns()));
    }
    return data;
  }

  /** Values and labels, with what errors call them. */
  private record Pair(String valuesName, NpyArray values, String labelsName, NpyArray labels) {
    private Pair {
      List<Integer> shape = labels.shape();
      boolean flat = shape.size() == 1 || (shape.size() == 2 && shape.getLast() == 1);
      if (values.shape().size() < 2 || values.size() == 0 || !flat) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s is %s, %s is %s; needed are rows of values and as many labels%s",
                valuesName,
                values,
                labelsName,
                labels,
                values.shape().size() == 1
                    ? "; x.reshape(-1, 1) makes rows of one value"
                    : shape.size() == 2 && shape.getFirst() == 1
                        ? "; y.ravel() makes labels of one row"
                        : shape.size() == 2
                            ? "; y.argmax(axis=1) makes labels of one-hot rows"
                            : ""));
      }
      if (values.shape().getFirst() != labels.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has %d rows, %s has %d labels: they do not belong together",
                valuesName,
                values.shape().getFirst(),
                labelsName,
                labels.size()));
      }
    }

    /** The settings with the classes there are, if they are not known yet. */
    private NpySettings known(NpySettings settings) {
      if (settings.labels() != LabelKind.INTEGERS || !settings.classes().isEmpty()) {
        return settings;
      }
      long[] classes = LongStream.of(integers()).distinct().sorted().toArray();
      if (classes.length > ClassNumbers.MOST) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has %d different labels: are they real-valued targets (withRealTarget)?",
                labelsName,
                classes.length));
      }
      return settings.withClasses(LongStream.of(classes).boxed().toList());
    }

    private Dataset dataset(NpySettings settings, String source) {
      LabelKind kind = settings.labels();
      List<Long> classes = settings.classes();
      List<String> names =
          kind == LabelKind.INTEGERS ? classes.stream().map(String::valueOf).toList() : List.of();
      Targets targets =
          switch (kind) {
            case REAL -> Targets.of(floats(labelsName, labels));
            case NUMBERS -> Targets.of(numbers());
            case INTEGERS, TEXTS -> Targets.of(numbers(new ClassNumbers(classes)));
          };
      targets.check(labelsName);
      Schema schema = new Schema(valuesName, List.of(), names);
      int columns = values.size() / labels.size();
      return Dataset.from(
          schema, source, columns, floats(valuesName, values), targets, !settings.nonFinite());
    }

    private long[] integers() {
      long[] integers = new long[labels.size()];
      for (int i = 0; i < integers.length; i++) {
        if (!NpyElements.isInteger(labels.elements(), i)) {
          throw new IllegalArgumentException(
              String.format(
                      Locale.ROOT,
                      "%s, row %d: %s is not an integer label; are these real-valued targets",
                      labelsName,
                      i + 1,
                      NpyElements.real(labels.elements(), i))
                  + " (withRealTarget)?");
        }
        integers[i] = NpyElements.integer(labels.elements(), i);
      }
      return integers;
    }

    private int[] numbers() {
      long[] integers = integers();
      for (int i = 0; i < integers.length; i++) {
        if (integers[i] < 0 || integers[i] >= Integer.MAX_VALUE) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s, row %d: label %d is not the number of a class",
                  labelsName,
                  i + 1,
                  integers[i]));
        }
      }
      return Arrays.stream(integers).mapToInt(Math::toIntExact).toArray();
    }

    private int[] numbers(ClassNumbers classes) {
      long[] integers = integers();
      int[] numbers = new int[integers.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = classes.number(integers[i]);
        if (numbers[i] < 0) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s, row %d: %d is none of the classes %s",
                  labelsName,
                  i + 1,
                  integers[i],
                  Visible.list(classes.names())));
        }
      }
      return numbers;
    }
  }

  private static float[] floats(String name, NpyArray array) {
    if (array.elements() instanceof float[] floats) {
      return floats;
    }
    float[] floats = new float[array.size()];
    int columns = Math.max(1, array.size() / array.shape().getFirst());
    for (int i = 0; i < floats.length; i++) {
      floats[i] =
          array.elements() instanceof long[] longs
              ? longs[i]
              : (float) NpyElements.real(array.elements(), i);
      if (Float.isInfinite(floats[i]) && Double.isFinite(NpyElements.real(array.elements(), i))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s, row %d, column %d: %s is beyond the numbers a float can be (3.4e38)",
                name,
                i / columns + 1,
                i % columns + 1,
                NpyElements.real(array.elements(), i)));
      }
    }
    return floats;
  }
}
