package jacquard.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A reader of the sparse text format of LIBSVM and SVMlight: a label a line, then {@code
 * index:value} with ascending indices from 1 on, then perhaps {@code #} and a remark.
 *
 * <p>What a line does not name is 0. Labels are integers; the classes are these in ascending order,
 * so that -1 and +1 become 0 and 1; or they are {@linkplain LibsvmSettings real-valued targets}.
 * Files packed with gzip are unpacked. A file is read twice, for its width and classes, then for
 * its rows, unless it is read like another. Errors name file, row and column, which are the line
 * and the field in it, counted from 1.
 */
public final class LibsvmReader {
  private LibsvmReader() {}

  /**
   * The width and classes of a file.
   *
   * @param columns at least 1
   * @param classes the labels of the classes from 0 on; none if targets are real-valued
   */
  record Like(int columns, List<Long> classes, LibsvmSettings settings) {
    private static final String COLUMNS = "columns";
    private static final String CLASSES = "classes";

    Like {
      classes = List.copyOf(classes);
    }

    Map<String, String> options() {
      Options options = settings.options().with(COLUMNS, Integer.toString(columns));
      return (settings.realTarget() ? options : options.with(CLASSES, ClassNumbers.text(classes)))
          .texts();
    }

    static Like of(Map<String, String> options) {
      String classes = options.getOrDefault(CLASSES, "");
      return new Like(
          Integer.parseInt(options.getOrDefault(COLUMNS, "")),
          classes.isEmpty() ? List.of() : ClassNumbers.parse(classes),
          LibsvmSettings.of(options));
    }
  }

  /**
   * Reads a file; its highest index is the number of columns.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset read(Path file) throws IOException {
    return read(file, LibsvmSettings.plain());
  }

  /**
   * Reads a file by settings.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset read(Path file, LibsvmSettings settings) throws IOException {
    Scan scan = scan(file, settings);
    return read(file, scan.like(), scan.rows());
  }

  /**
   * Reads a file as one with the columns and classes of another, such as a test set by the training
   * set.
   *
   * @param other what this read before
   * @throws IOException if the file cannot be read
   */
  public static Dataset readLike(Path file, Dataset other) throws IOException {
    return read(file, like(Sources.libsvmSettings(other), other.all()));
  }

  /**
   * Opens a file to be read row by row, once its width and classes are known.
   *
   * @throws IOException if the file cannot be read
   */
  public static RowReader open(Path file) throws IOException {
    return open(file, LibsvmSettings.plain());
  }

  /**
   * Opens a file to be read row by row, once its width and classes are known.
   *
   * @throws IOException if the file cannot be read
   */
  public static RowReader open(Path file, LibsvmSettings settings) throws IOException {
    return open(file, scan(file, settings).like());
  }

  /**
   * Opens a file to be read row by row, once, with the columns and classes of other rows.
   *
   * @throws IOException if the file cannot be read
   */
  public static RowReader openLike(Path file, LibsvmSettings settings, Rows other)
      throws IOException {
    return open(file, like(settings, other.rows(0, 1)));
  }

  private static Like like(LibsvmSettings settings, Examples other) {
    if (other.hasTargets()) {
      return new Like(other.columns(), List.of(), settings.withRealTarget());
    }
    if (other.classNames().isEmpty()) {
      throw new IllegalArgumentException("the labels of the other data's classes are not known");
    }
    return new Like(other.columns(), ClassNumbers.labels(other.classNames()), settings);
  }

  static Dataset read(Path file, Like like) throws IOException {
    return read(file, like, 0);
  }

  private static Dataset read(Path file, Like like, long rows) throws IOException {
    try (RowReader reader = open(file, like)) {
      return Collected.of(name(file), reader, rows).dataset(Sources.libsvm(file, like), true);
    }
  }

  private static RowReader open(Path file, Like like) throws IOException {
    return new LibsvmRows(lines(file, like.settings()), like);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static LibsvmLines lines(Path file, LibsvmSettings settings) throws IOException {
    String name = name(file);
    InputStream in = Unpacked.of(name, Unpacked.stream(file));
    try {
      DecodedText text = new DecodedText(name, in, settings.encoding());
      return new LibsvmLines(name, new BufferedReader(text), settings.realTarget());
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** What one walk through a file finds. */
  private record Scan(Like like, long rows) {}

  private static Scan scan(Path file, LibsvmSettings settings) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          file
              + " is a pipe or device, which can be read once; LIBSVM is read twice, for its width"
              + " first: save it to a file, or read it like other data");
    }
    try (LibsvmLines lines = lines(file, settings)) {
      TreeSet<Long> classes = new TreeSet<>();
      int columns = 1;
      long rows = 0;
      while (lines.next()) {
        rows++;
        if (!settings.realTarget() && classes.add(lines.label())) {
          lines.checkClasses(classes.size());
        }
        while (lines.nextEntry()) {
          columns = Math.max(columns, lines.index());
        }
      }
      if (rows == 0) {
        throw new IllegalArgumentException(lines.name() + ": no rows");
      }
      lines.checkWidth(rows, columns);
      return new Scan(new Like(columns, List.copyOf(classes), settings), rows);
    }
  }
}
