package jacquard.expression;

import jacquard.kernels.FloatMath;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plain interpreter of expressions, with no kernels, windows or fusing: in floats to the bit, as
 * long as no sum has more than 256 terms, or in doubles for differences.
 */
final class Plain {
  private final boolean floats;
  private final Map<String, double[][]> inputs;
  private final Map<Expr, double[][]> known = new HashMap<>();
  private final Map<Expr, double @Nullable [][]> logs = new HashMap<>();
  private final Set<Expr> given = new HashSet<>();

  Plain(boolean floats, Map<String, double[][]> inputs) {
    this.floats = floats;
    this.inputs = inputs;
  }

  static double[][] matrix(Value value) {
    double[][] m = new double[value.rows()][value.columns()];
    float[] all = value.floats();
    for (int i = 0; i < all.length; i++) {
      m[i / value.columns()][i % value.columns()] = all[i];
    }
    return m;
  }

  static Value value(double[][] m, ElementType type) {
    int columns = m.length == 0 ? 1 : m[0].length;
    if (type == ElementType.INT) {
      return Value.ofInts(Arrays.stream(m).mapToInt(row -> (int) row[0]).toArray());
    }
    float[] all = new float[m.length * columns];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) m[i / columns][i % columns];
    }
    return Value.of(m.length, columns, all);
  }

  /** Puts a value in the place of an expression, before anything is computed. */
  Plain given(Expr e, double[][] value) {
    given.add(e);
    known.put(e, value);
    return this;
  }

  double[][] of(Expr e) {
    double[][] value = known.get(e);
    if (value == null) {
      value = compute(e, e.operands().stream().map(this::of).toList());
      known.put(e, value);
    }
    return value;
  }

  private double round(double x) {
    return floats ? (float) x : x;
  }

  private double fma(double a, double b, double c) {
    return floats ? Math.fma((float) a, (float) b, (float) c) : a * b + c;
  }

  private interface Element {
    double at(int r, int c);
  }

  private static double[][] fill(int rows, int columns, Element element) {
    double[][] m = new double[rows][columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        m[r][c] = element.at(r, c);
      }
    }
    return m;
  }

  private static double get(double[][] m, int r, int c) {
    double[] row = m[m.length == 1 ? 0 : r];
    return row[row.length == 1 ? 0 : c];
  }

  private double[][] compute(Expr e, List<double[][]> x) {
    double[][] a = x.isEmpty() ? new double[0][] : x.get(0);
    double[][] b = x.size() < 2 ? new double[0][] : x.get(1);
    double[][] c = x.size() < 3 ? new double[0][] : x.get(2);
    int rows = a.length;
    int cols = rows == 0 ? 1 : a[0].length;
    if (e.op() instanceof Op.Binary || e.op() instanceof Op.Where || e.op() instanceof Op.Beside) {
      checkRows(e, x);
    }
    return switch (e.op()) {
      case Op.Input i -> Objects.requireNonNull(inputs.get(i.name()));
      case Op.Constant k -> matrix(k.value());
      case Op.Folded k -> throw new AssertionError(k);
      case Op.Held h ->
          inputs.containsKey(h.shared().name())
              ? Objects.requireNonNull(inputs.get(h.shared().name()))
              : matrix(h.shared().value());
      case Op.Stored s -> throw new AssertionError(s);
      case Op.Unary u when u == Op.Unary.LOG -> {
        double[][] log = log(e.operand(0));
        yield log != null ? log : fill(rows, cols, (r, k) -> unary(u, a[r][k]));
      }
      case Op.Unary u -> fill(rows, cols, (r, k) -> unary(u, a[r][k]));
      case Op.Binary o ->
          fill(
              Math.max(rows, b.length),
              Math.max(cols, b[0].length),
              (r, k) -> binary(o, get(a, r, k), get(b, r, k), e.operand(0).type()));
      case Op.Where w ->
          fill(
              Math.max(rows, Math.max(b.length, c.length)),
              Math.max(cols, Math.max(b[0].length, c[0].length)),
              (r, k) -> get(a, r, k) != 0 ? get(b, r, k) : get(c, r, k));
      case Op.ToFloat t -> fill(rows, 1, (r, k) -> round(a[r][0]));
      case Op.Floor f -> fill(rows, 1, (r, k) -> (long) Math.floor(a[r][0])); // no -0
      case Op.Product p ->
          product(p.leftTransposed() ? transposed(a) : a, p.rightTransposed() ? transposed(b) : b);
      case Op.Transpose t -> transposed(a);
      case Op.Softmax s -> fill(rows, cols, (r, k) -> softmax(a[r])[k]);
      case Op.Nll n -> fill(rows, 1, (r, k) -> nll(a[r], (int) b[r][0]));
      case Op.NllGradient n ->
          fill(rows, cols, (r, k) -> round(softmax(a[r])[k] - (k == (int) b[r][0] ? 1 : 0)));
      case Op.LessOneHot l ->
          fill(rows, cols, (r, k) -> round(a[r][k] - (k == (int) b[r][0] ? 1 : 0)));
      case Op.Argmax m -> fill(rows, 1, (r, k) -> argmax(a[r]));
      case Op.Pick p -> fill(rows, 1, (r, k) -> a[r][(int) b[r][0]]);
      case Op.Place p -> fill(c.length, c[0].length, (r, k) -> k == (int) b[r][0] ? a[r][0] : 0);
      case Op.Reduce r -> reduce(r, a);
      case Op.Rows r -> new double[][] {{rows}};
      case Op.Sequence s ->
          fill((int) Math.max(0, Math.min(s.count(), b[0][0] - a[0][0])), 1, (r, k) -> a[0][0] + r);
      case Op.Gather g -> fill(b.length, cols, (r, k) -> a[(int) b[r][0]][k]);
      case Op.Scatter s -> scatter(a, b, c);
      case Op.GatherColumns g -> fill(rows, b.length, (r, k) -> a[r][(int) b[k][0]]);
      case Op.ScatterColumns s -> transposed(scatter(transposed(a), b, transposed(c)));
      case Op.Nonzero n -> nonzero(a);
      case Op.Beside s -> transposed(below(x.stream().map(Plain::transposed).toList()));
      case Op.Below s -> below(x);
      case Op.SegmentSum s ->
          fill(b.length - 1, cols, (r, k) -> sum(a, (int) b[r][0], (int) b[r + 1][0], k));
      case Op.SegmentOf s -> fill((int) a[rows - 1][0], 1, (r, k) -> nonzeroBefore(a, r));
      case Op.SegmentRows s -> segmentRows(a, b);
      case Op.SegmentStarts s -> segmentStarts(a, b);
    };
  }

  /** The logarithm of a softmax, sigmoid or 1 - sigmoid, or of what is made of one; else null. */
  private double @Nullable [][] log(Expr e) {
    if (!logs.containsKey(e)) {
      logs.put(e, given.contains(e) ? null : computeLog(e));
    }
    return logs.get(e);
  }

  private double @Nullable [][] computeLog(Expr e) {
    return switch (e.op()) {
      case Op.Softmax s -> {
        double[][] z = of(e.operand(0));
        yield fill(z.length, z[0].length, (r, k) -> logSoftmax(z[r])[k]);
      }
      case Op.Unary u when u == Op.Unary.SIGMOID -> {
        double[][] z = of(e.operand(0));
        yield fill(z.length, z[0].length, (r, k) -> logSigmoid(z[r][k]));
      }
      case Op.Binary b when isOneLessSigmoid(e) -> {
        double[][] z = of(e.operand(1).operand(0));
        yield fill(z.length, z[0].length, (r, k) -> logSigmoid(-z[r][k]));
      }
      case Op.Binary b when b == Op.Binary.MULTIPLY || b == Op.Binary.DIVIDE -> {
        double[][] left = log(e.operand(0));
        double[][] right = log(e.operand(1));
        if (e.type() == ElementType.INT || (left == null && right == null)) {
          yield null;
        }
        double[][] a = left != null ? left : plainLog(e.operand(0));
        double[][] c = right != null ? right : plainLog(e.operand(1));
        int sign = b == Op.Binary.MULTIPLY ? 1 : -1;
        yield fill(
            Math.max(a.length, c.length),
            Math.max(a[0].length, c[0].length),
            (r, k) -> round(get(a, r, k) + sign * get(c, r, k)));
      }
      case Op.Pick p when e.operand(0).op() instanceof Op.Softmax && isOwn(e.operand(0)) -> {
        double[][] z = of(e.operand(0).operand(0));
        yield fill(z.length, 1, (r, k) -> -nll(z[r], (int) of(e.operand(1))[r][0]));
      }
      case Op.Pick p -> selected(e);
      case Op.Gather g when e.type() == ElementType.FLOAT -> selected(e);
      case Op.GatherColumns g -> selected(e);
      case Op.Transpose t -> selected(e);
      default -> null;
    };
  }

  private double[][] plainLog(Expr e) {
    double[][] x = of(e);
    return fill(x.length, x[0].length, (r, c) -> unary(Op.Unary.LOG, x[r][c]));
  }

  private boolean isOwn(Expr e) {
    return !given.contains(e);
  }

  private boolean isOneLessSigmoid(Expr e) {
    return e.op() == Op.Binary.SUBTRACT
        && e.operand(0).toString().equals("1.0")
        && e.operand(1).op() == Op.Unary.SIGMOID
        && isOwn(e.operand(0))
        && isOwn(e.operand(1));
  }

  private double @Nullable [][] selected(Expr e) {
    double[][] log = log(e.operand(0));
    return log == null
        ? null
        : compute(
            e,
            e.operands().size() == 1 ? List.<double[][]>of(log) : List.of(log, of(e.operand(1))));
  }

  private double[] logSoftmax(double[] z) {
    double[] shifted = Arrays.stream(z).map(x -> round(x - max(z))).toArray();
    double sum = sum(Arrays.stream(shifted).map(x -> unary(Op.Unary.EXP, x)).toArray());
    return Arrays.stream(shifted).map(x -> round(x - unary(Op.Unary.LOG, sum))).toArray();
  }

  private double logSigmoid(double z) {
    double rest = round(unary(Op.Unary.EXP, -Math.abs(z)) + 1);
    return round(Math.min(z, 0) - unary(Op.Unary.LOG, rest));
  }

  private static void checkRows(Expr e, List<double[][]> x) {
    for (int i = 0; i < x.size(); i++) {
      for (int j = 0; j < i; j++) {
        boolean repeated =
            e.operand(i).shape().rows().isOne() || e.operand(j).shape().rows().isOne();
        if (!repeated && x.get(i).length != x.get(j).length) {
          throw new IllegalArgumentException("rows do not fit: " + e);
        }
      }
    }
  }

  private double unary(Op.Unary u, double x) {
    return switch (u) {
      case NEGATE -> -x;
      case EXP -> floats ? FloatMath.exp((float) x) : Math.exp(x);
      case LOG -> floats ? FloatMath.log((float) x) : Math.log(x);
      case SIGMOID -> floats ? FloatMath.sigmoid((float) x) : 1 / (1 + Math.exp(-x));
      case RELU -> x < 0 ? 0 : x;
      case SQRT -> round(Math.sqrt(x));
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
    };
  }

  private double binary(Op.Binary o, double a, double b, ElementType type) {
    double exact =
        switch (o) {
          case ADD -> a + b;
          case SUBTRACT -> a - b;
          case MULTIPLY -> a * b;
          case DIVIDE -> a / b;
          case MAX -> Math.max(a, b);
          case MIN -> Math.min(a, b);
          case LESS -> a < b ? 1 : 0;
          case LESS_OR_EQUAL -> a <= b ? 1 : 0;
          case EQUAL -> a == b ? 1 : 0;
          case NOT_EQUAL -> a != b ? 1 : 0;
          case FIRST -> a;
        };
    return type == ElementType.INT ? exact : round(exact);
  }

  private double[][] product(double[][] a, double[][] b) {
    return fill(
        a.length,
        b[0].length,
        (r, c) -> {
          double s = 0;
          for (int k = 0; k < b.length; k++) {
            s = fma(a[r][k], b[k][c], s);
          }
          return s;
        });
  }

  private static double[][] transposed(double[][] m) {
    return fill(m[0].length, m.length, (r, c) -> m[c][r]);
  }

  private double sum(double[] terms) {
    double s = 0;
    for (double term : terms) {
      s = round(s + term);
    }
    return s;
  }

  private static double max(double[] row) {
    return Arrays.stream(row).max().orElseThrow();
  }

  private double[] softmax(double[] row) {
    double[] powers =
        Arrays.stream(row).map(z -> unary(Op.Unary.EXP, round(z - max(row)))).toArray();
    double sum = sum(powers);
    return Arrays.stream(powers).map(p -> round(p / sum)).toArray();
  }

  private double nll(double[] row, int label) {
    double[] powers =
        Arrays.stream(row).map(z -> unary(Op.Unary.EXP, round(z - max(row)))).toArray();
    return round(unary(Op.Unary.LOG, sum(powers)) - round(row[label] - max(row)));
  }

  private static int argmax(double[] row) {
    int best = 0;
    for (int i = 0; i < row.length; i++) {
      if (Double.isNaN(row[i])) {
        return -1;
      }
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }

  private double[][] reduce(Op.Reduce r, double[][] a) {
    return switch (r) {
      case COLUMN_SUMS -> fill(1, a[0].length, (i, c) -> sum(transposed(a)[c]));
      case ROW_SUMS -> fill(a.length, 1, (i, c) -> sum(a[i]));
      case SUM ->
          new double[][] {{sum(Arrays.stream(a).flatMapToDouble(Arrays::stream).toArray())}};
      case ROW_MAX ->
          fill(a.length, 1, (i, c) -> Arrays.stream(a[i]).reduce(Math::max).orElseThrow());
    };
  }

  private double[][] scatter(double[][] g, double[][] indices, double[][] like) {
    double[][] m = new double[like.length][like[0].length];
    for (int i = 0; i < indices.length; i++) {
      for (int c = 0; c < m[0].length; c++) {
        int r = (int) indices[i][0];
        m[r][c] = round(m[r][c] + g[i][c]);
      }
    }
    return m;
  }

  private static double[][] nonzero(double[][] a) {
    return java.util.stream.IntStream.range(0, a.length)
        .filter(r -> a[r][0] != 0)
        .mapToObj(r -> new double[] {r})
        .toArray(double[][]::new);
  }

  private static double[][] below(List<double[][]> parts) {
    return parts.stream().flatMap(Arrays::stream).toArray(double[][]::new);
  }

  private double sum(double[][] a, int from, int to, int column) {
    return sum(Arrays.stream(a, from, to).mapToDouble(row -> row[column]).toArray());
  }

  private static double nonzeroBefore(double[][] starts, int row) {
    int sample = 0;
    while ((int) starts[sample + 1][0] <= row) {
      sample++;
    }
    return sample;
  }

  private static double[][] segmentRows(double[][] starts, double[][] samples) {
    return Arrays.stream(samples)
        .flatMap(
            s ->
                java.util.stream.IntStream.range(
                        (int) starts[(int) s[0]][0], (int) starts[(int) s[0] + 1][0])
                    .mapToObj(r -> new double[] {r}))
        .toArray(double[][]::new);
  }

  private static double[][] segmentStarts(double[][] starts, double[][] samples) {
    double[][] result = new double[samples.length + 1][1];
    for (int i = 0; i < samples.length; i++) {
      int s = (int) samples[i][0];
      result[i + 1][0] = result[i][0] + starts[s + 1][0] - starts[s][0];
    }
    return result;
  }

  /** Inputs by name, for tests that fill them one by one. */
  static Map<String, double[][]> inputs() {
    return new HashMap<>();
  }
}
