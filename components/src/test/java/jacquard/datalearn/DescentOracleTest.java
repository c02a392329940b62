package jacquard.datalearn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.expression.Expr;
import jacquard.expression.Value;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.oracle.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Networks that are graphs, trained as torch trains them in float64: oracle_updates.py. */
final class DescentOracleTest {
  private static final int ROWS = 15;
  private static final double[][] TABLE = Tables.read("updates.csv");
  private static final double[][] IRIS =
      IntStream.range(0, ROWS)
          .mapToObj(r -> Tables.read("data/iris.csv")[10 * r])
          .toArray(double[][]::new);
  private static final int[] LABELS =
      Arrays.stream(Tables.last(IRIS)).mapToInt(label -> (int) label).toArray();

  private static float[] inputs() {
    double[][] scaled = Tables.columns(IRIS, 0, 4);
    for (double[] row : scaled) {
      Arrays.setAll(row, c -> (row[c] - 3) / 4);
    }
    return Tables.floats(scaled);
  }

  private static Numbers samples() {
    float[] x = inputs();
    float[] last = new float[ROWS];
    int[] words = new int[ROWS];
    for (int r = 0; r < ROWS; r++) {
      last[r] = x[4 * r + 3];
      words[r] = LABELS[r] * 2 + r % 2;
    }
    return Numbers.of("input", Value.of(ROWS, 4, x))
        .with("target", Value.ofInts(LABELS))
        .with("last", Value.of(ROWS, 1, last))
        .with("word", Value.ofInts(words))
        .with("row", Value.ofInts(IntStream.range(3, 3 + ROWS).toArray()));
  }

  /** Parameters p0, p1 and so on of given shapes; those of a minus do not decay. */
  private abstract static class Network extends Learner {
    Network(Kernels kernels, int[][] shapes, int... decays) {
      super(kernels);
      for (int k = 0; k < shapes.length; k++) {
        Value first = Value.of(shapes[k][0], shapes[k][1], numbers(shapes[k][0] * shapes[k][1], k));
        if (decays[k] == 1) {
          parameter("p" + k, first);
        } else {
          bias("p" + k, first);
        }
      }
      output("cost", this::cost);
    }

    abstract Expr cost(Data s);

    Expr p(int k) {
      return parameter("p" + k);
    }

    static Expr nll(Expr logits, Data s) {
      return logits.softmax().pick(s.target()).log().negate();
    }

    private static float[] numbers(int count, int k) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) (Math.sin(i * 1.7 + k) * 0.7);
      }
      return values;
    }
  }

  private static int[][] shapes(int... sizes) {
    return IntStream.range(0, sizes.length / 2)
        .mapToObj(i -> new int[] {sizes[2 * i], sizes[2 * i + 1]})
        .toArray(int[][]::new);
  }

  private static List<Network> networks(Kernels k) {
    return List.of(
        new Network(k, shapes(4, 5, 1, 5, 4, 3, 5, 3, 1, 3), 1, 0, 1, 1, 0) {
          @Override
          Expr cost(Data s) {
            Expr hidden = s.input().dot(p(0)).plus(p(1)).relu();
            return nll(s.input().dot(p(2)).plus(hidden.dot(p(3))).plus(p(4)), s);
          }
        },
        new Network(k, shapes(6, 2, 2, 3, 1, 3), 1, 1, 0) {
          @Override
          Expr cost(Data s) {
            return nll(p(0).gather(s.get("word")).dot(p(1)).plus(p(2)), s);
          }
        },
        new Network(k, shapes(20, 2, 2, 3, 1, 3), 1, 1, 0) {
          @Override
          Expr cost(Data s) {
            return nll(p(0).gather(s.get("row")).dot(p(1)).plus(p(2)), s);
          }
        },
        new Network(k, shapes(4, 1, 4, 1, 1, 1, 1, 2, 1, 2), 1, 1, 0, 1, 1) {
          @Override
          Expr cost(Data s) {
            Expr product = s.input().dot(p(0)).times(s.input().dot(p(1))).plus(p(2));
            Expr both = p(3).times(p(4)).sum().times(0.1f);
            return product.minus(s.get("last")).square().plus(both);
          }
        },
        new Network(k, shapes(4, 3, 1, 3, 1, 4), 1, 0, 0) {
          @Override
          Expr cost(Data s) {
            Expr hidden = s.input().dot(p(0)).plus(p(1)).sigmoid();
            Expr again = hidden.dot(p(0).transpose()).plus(p(2));
            return again.minus(s.input()).square().rowMeans();
          }
        },
        new Network(k, shapes(ROWS, 2, 2, 4, 1, 4), 1, 1, 0) {
          @Override
          Expr cost(Data s) {
            return p(0).dot(p(1)).plus(p(2)).minus(s.input()).square().rowMeans();
          }
        });
  }

  @Test
  void networksLearnWhatTorchLearns() {
    int compared = 0;
    for (Kernels kernels : List.of(new JavaKernels(), Kernels.java())) {
      List<Network> networks = networks(kernels);
      for (int n = 0; n < networks.size(); n++) {
        Network network = networks.get(n);
        Descent descent = new Descent(network.output("cost"), new Rates(0.1f, 0.9f, 0.05f));
        for (int step = 1; step <= 20; step++) {
          double before = descent.lossBy(samples());
          descent.updateBy(samples());
          compared += compare(network, n, step, before);
        }
      }
    }
    assertEquals(2 * TABLE.length, compared);
  }

  private static int compare(Network network, int n, int step, double before) {
    int compared = 0;
    for (double[] line : TABLE) {
      if (line[0] != n || line[1] != step) {
        continue;
      }
      compared++;
      int k = (int) line[2];
      float[] found =
          k < 0 ? new float[] {(float) before} : network.shared("p" + k).value().floats();
      for (int i = 0; i < found.length; i++) {
        assertEquals(
            line[3 + i],
            found[i],
            2e-5,
            String.format(Locale.ROOT, "network %d, step %d", n, step));
      }
    }
    return compared;
  }
}
