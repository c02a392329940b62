package jacquard.learn;

import jacquard.data.Batch;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;

/** The mean and scatter of two columns in 80 decimal digits. */
final class Exact {
  private static final MathContext DIGITS = new MathContext(80);

  private final BigDecimal[] left;
  private final BigDecimal[] right;
  private final BigDecimal mean;

  Exact(Batch rows, int i, int j) {
    mean = mean(rows, i);
    left = differences(rows, i, mean);
    right = i == j ? left : differences(rows, j, mean(rows, j));
  }

  private static BigDecimal mean(Batch rows, int column) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int r = 0; r < rows.rows(); r++) {
      sum = sum.add(new BigDecimal(rows.value(r, column)));
    }
    return sum.divide(BigDecimal.valueOf(rows.rows()), DIGITS);
  }

  private static BigDecimal[] differences(Batch rows, int column, BigDecimal mean) {
    BigDecimal[] differences = new BigDecimal[rows.rows()];
    for (int r = 0; r < differences.length; r++) {
      differences[r] = new BigDecimal(rows.value(r, column)).subtract(mean, DIGITS);
    }
    return differences;
  }

  /** How far a mean is from that of the first column. */
  double error(double of) {
    return new BigDecimal(of).subtract(mean, DIGITS).doubleValue();
  }

  /** A row's distance from the mean of the first column. */
  double difference(int row) {
    return left[row].doubleValue();
  }

  double scatter() {
    BigDecimal sum = BigDecimal.ZERO;
    for (int r = 0; r < left.length; r++) {
      sum = sum.add(left[r].multiply(right[r], DIGITS), DIGITS);
    }
    return sum.doubleValue();
  }

  /** Columns of different sizes and offsets: constant, of two values, or spread. */
  static Batch rows(Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int c = 0; c < columns; c++) {
      double size = random.nextBoolean() ? 1 : Math.pow(10, random.nextInt(60) - 30);
      double offset = random.nextBoolean() ? 0 : Math.pow(10, random.nextInt(8)) * size;
      int kind = random.nextInt(8);
      for (int r = 0; r < rows; r++) {
        double u =
            switch (kind) {
              case 0 -> 0;
              case 1 -> random.nextInt(2);
              default -> random.nextGaussian();
            };
        values[r * columns + c] = (float) (offset + size * u);
      }
    }
    return new Batch(columns, values, new int[rows]);
  }
}
