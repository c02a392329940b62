package jacquard.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * A reader of the sparse text format of LIBSVM and SVMlight: a label a line, then {@code
 * index:value} with ascending indices from 1 on, then perhaps {@code #} and a remark.
 *
 * <p>What a line does not name is 0. Labels are integers; the classes are these in ascending order,
 * so that -1 and +1 become 0 and 1. Files whose names end in .gz are unpacked. A file is read
 * twice: for its width and classes, then for its rows. Errors name file, row and column, which are
 * the line and the field in it, counted from 1.
 */
public final class LibsvmReader {
  private LibsvmReader() {}

  /**
   * The width and classes of a file.
   *
   * @param columns at least 1
   * @param classes the labels of the classes from 0 on, ascending
   */
  record Like(int columns, List<Integer> classes) {
    Like {
      classes = List.copyOf(classes);
    }

    Map<String, String> options() {
      Map<String, String> options = new TreeMap<>();
      options.put("columns", Integer.toString(columns));
      options.put("classes", String.join(" ", classes.stream().map(String::valueOf).toList()));
      return options;
    }

    static Like of(Map<String, String> options) {
      return new Like(
          Integer.parseInt(options.getOrDefault("columns", "")),
          List.of(options.getOrDefault("classes", "").split(" ", -1)).stream()
              .map(Integer::valueOf)
              .toList());
    }

    List<String> classNames() {
      return classes.stream().map(String::valueOf).toList();
    }
  }

  /**
   * Reads a file; its highest index is the number of columns.
   *
   * @throws IOException if the file cannot be read
   */
  public static Dataset read(Path file) throws IOException {
    return read(file, like(file));
  }

  /**
   * Reads a file as one with the columns and classes of another, such as a test set by the training
   * set.
   *
   * @param other what this read before
   * @throws IOException if the file cannot be read
   */
  public static Dataset readLike(Path file, Dataset other) throws IOException {
    List<Integer> classes = other.classNames().stream().map(Integer::valueOf).toList();
    return read(file, new Like(other.columns(), classes));
  }

  /**
   * Opens a file to be read row by row, once its width and classes are known.
   *
   * @throws IOException if the file cannot be read
   */
  public static RowReader open(Path file) throws IOException {
    return open(file, like(file));
  }

  static Dataset read(Path file, Like like) throws IOException {
    try (RowReader rows = open(file, like)) {
      return Collected.of(rows)
          .dataset(String.valueOf(file.getFileName()), Sources.libsvm(file, like), true);
    }
  }

  private static RowReader open(Path file, Like like) throws IOException {
    return new LibsvmRows(lines(file), like);
  }

  private static LibsvmLines lines(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    InputStream in;
    try {
      in = Files.newInputStream(file);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no file " + file, missing);
    }
    try {
      InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
      return new LibsvmLines(
          name, new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      in.close();
      throw Damage.of(name, e);
    }
  }

  private static Like like(Path file) throws IOException {
    try (LibsvmLines lines = lines(file)) {
      TreeSet<Integer> classes = new TreeSet<>();
      int columns = 1;
      long rows = 0;
      while (lines.next()) {
        rows++;
        classes.add(lines.label());
        while (lines.nextEntry()) {
          columns = Math.max(columns, lines.index());
        }
      }
      if (rows == 0) {
        throw new IllegalArgumentException(lines.name() + ": no rows");
      }
      lines.checkWidth(rows, columns);
      return new Like(columns, List.copyOf(classes));
    }
  }
}
