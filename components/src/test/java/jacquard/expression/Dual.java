package jacquard.expression;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A matrix of dual numbers in double precision: values, and their derivatives with respect to one
 * number. It shares no code with expressions and their gradients.
 */
final class Dual {
  private final double[][] v;
  private final double[][] d;

  Dual(double[][] v, double[][] d) {
    this.v = v;
    this.d = d;
  }

  /** The values. */
  double[][] v() {
    return v;
  }

  /** The derivatives. */
  double[][] d() {
    return d;
  }

  static Dual constant(double[][] v) {
    return new Dual(v, new double[v.length][v[0].length]);
  }

  int rows() {
    return v.length;
  }

  int columns() {
    return v[0].length;
  }

  private interface Cell {
    double at(int r, int c);
  }

  private static double[][] fill(int rows, int columns, Cell cell) {
    double[][] m = new double[rows][columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        m[r][c] = cell.at(r, c);
      }
    }
    return m;
  }

  private static double get(double[][] m, int r, int c) {
    double[] row = m[m.length == 1 ? 0 : r];
    return row[row.length == 1 ? 0 : c];
  }

  private Dual with(
      Dual b, DoubleBinaryOperator f, DoubleBinaryOperator da, DoubleBinaryOperator db) {
    int rows = Math.max(rows(), b.rows());
    int columns = Math.max(columns(), b.columns());
    return new Dual(
        fill(rows, columns, (r, c) -> f.applyAsDouble(get(v, r, c), get(b.v, r, c))),
        fill(
            rows,
            columns,
            (r, c) -> {
              double x = get(v, r, c);
              double y = get(b.v, r, c);
              return da.applyAsDouble(x, y) * get(d, r, c)
                  + db.applyAsDouble(x, y) * get(b.d, r, c);
            }));
  }

  Dual plus(Dual b) {
    return with(b, Double::sum, (x, y) -> 1, (x, y) -> 1);
  }

  Dual minus(Dual b) {
    return with(b, (x, y) -> x - y, (x, y) -> 1, (x, y) -> -1);
  }

  Dual times(Dual b) {
    return with(b, (x, y) -> x * y, (x, y) -> y, (x, y) -> x);
  }

  Dual map(DoubleUnaryOperator f, DoubleUnaryOperator slope) {
    return new Dual(
        fill(rows(), columns(), (r, c) -> f.applyAsDouble(v[r][c])),
        fill(rows(), columns(), (r, c) -> slope.applyAsDouble(v[r][c]) * d[r][c]));
  }

  Dual times(double number) {
    return map(x -> number * x, x -> number);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  Dual sigmoid() {
    return map(Dual::logistic, x -> logistic(x) * (1 - logistic(x)));
  }

  Dual logSigmoid() {
    return map(x -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))), x -> 1 - logistic(x));
  }

  Dual relu() {
    return map(x -> Math.max(x, 0), x -> x > 0 ? 1 : 0);
  }

  Dual transpose() {
    return new Dual(
        fill(columns(), rows(), (r, c) -> v[c][r]), fill(columns(), rows(), (r, c) -> d[c][r]));
  }

  Dual dot(Dual b) {
    return new Dual(product(v, b.v), sum(product(d, b.v), product(v, b.d)));
  }

  private static double[][] product(double[][] a, double[][] b) {
    return fill(
        a.length,
        b[0].length,
        (r, c) -> {
          double s = 0;
          for (int k = 0; k < b.length; k++) {
            s += a[r][k] * b[k][c];
          }
          return s;
        });
  }

  private static double[][] sum(double[][] a, double[][] b) {
    return fill(a.length, a[0].length, (r, c) -> a[r][c] + b[r][c]);
  }

  Dual gather(int... rows) {
    return new Dual(
        Arrays.stream(rows).mapToObj(r -> v[r]).toArray(double[][]::new),
        Arrays.stream(rows).mapToObj(r -> d[r]).toArray(double[][]::new));
  }

  Dual beside(Dual b) {
    int left = columns();
    int columns = left + b.columns();
    return new Dual(
        fill(rows(), columns, (r, c) -> c < left ? v[r][c] : b.v[r][c - left]),
        fill(rows(), columns, (r, c) -> c < left ? d[r][c] : b.d[r][c - left]));
  }

  Dual rowSums() {
    return dot(constant(fill(columns(), 1, (r, c) -> 1)));
  }

  Dual sum() {
    return constant(fill(1, rows(), (r, c) -> 1)).dot(rowSums());
  }

  Dual mean() {
    return sum().times(1.0 / (rows() * columns()));
  }

  /** The negative log likelihood of the label of each row. */
  Dual nll(int... labels) {
    double[][] loss = new double[rows()][1];
    double[][] slope = new double[rows()][1];
    for (int r = 0; r < rows(); r++) {
      double max = Arrays.stream(v[r]).max().orElseThrow();
      double total = Arrays.stream(v[r]).map(z -> Math.exp(z - max)).sum();
      loss[r][0] = Math.log(total) + max - v[r][labels[r]];
      for (int c = 0; c < columns(); c++) {
        double p = Math.exp(v[r][c] - max) / total;
        slope[r][0] += (c == labels[r] ? p - 1 : p) * d[r][c];
      }
    }
    return new Dual(loss, slope);
  }
}
