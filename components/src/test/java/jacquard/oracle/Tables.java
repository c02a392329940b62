package jacquard.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reader of the tables in {@code src/test/resources/jacquard/oracle}: numbers with commas
 * between, a row a line, lines that start with # left out.
 */
public final class Tables {
  private Tables() {}

  /** The numbers of a table, such as {@code data/iris.csv}, row after row. */
  public static double[][] read(String name) {
    return Arrays.stream(text(name).split("\n"))
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  /** The columns from one to another, the latter not included, of each row. */
  public static double[][] columns(double[][] table, int from, int to) {
    return Arrays.stream(table)
        .map(row -> Arrays.copyOfRange(row, from, to))
        .toArray(double[][]::new);
  }

  /** The last column, which in the data sets is the target. */
  public static double[] last(double[][] table) {
    return Arrays.stream(table).mapToDouble(row -> row[row.length - 1]).toArray();
  }

  /** All numbers rounded to float, row after row, as a data set takes them. */
  public static float[] floats(double[][] table) {
    float[] floats = new float[table.length * table[0].length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) table[i / table[0].length][i % table[0].length];
    }
    return floats;
  }

  private static String text(String name) {
    try (InputStream in = Tables.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no table " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
