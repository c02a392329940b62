package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.oracle.Tables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Principal components beside those of a singular value decomposition in double precision. */
final class PcaOracleTest {
  private final Kernels kernels = new JavaKernels();

  /** All of them, and the first few by another way. */
  @ParameterizedTest
  @CsvSource({
    "data/wine, wine, 1e-5, 5",
    "data/breast_cancer, breast_cancer, 1e-4, 6",
    "data/diabetes, diabetes, 1e-4, 3",
    "eigen_collinear_data, collinear, 1e-3, 2",
    "eigen_units_data, units, 1e-5, 2",
    "eigen_wide_data, wide, 1e-5, 4"
  })
  void variancesAndDirections(String data, String table, double relative, int some) {
    double[][] x = Tables.read(data + ".csv");
    int columns = data.startsWith("data/") ? x[0].length - 1 : x[0].length;
    double[][] inputs = Tables.columns(x, 0, columns);
    Batch rows = new Batch(columns, Tables.floats(inputs), new int[x.length]);
    double[][] wanted = Tables.read("eigen_pca_" + table + ".csv");
    check(new Pca(kernels, PcaSettings.rotation()), rows, wanted, relative);
    check(new Pca(kernels, PcaSettings.rotation().top(some, 3)), rows, wanted, relative);
  }

  private void check(Pca pca, Batch rows, double[][] wanted, double relative) {
    pca.analyze(rows);
    double[] variances = pca.variances();
    float[] filter = kernels.read(pca.filter());
    assertTrue(variances.length <= wanted.length);
    for (int j = 0; j < variances.length; j++) {
      double variance = wanted[j][0];
      // The last of as many as there are rows has none, but for the rounding of the table.
      assertEquals(variance, variances[j], relative * variance + 1e-20 * wanted[0][0]);
      double cosine = 0;
      for (int i = 0; i < rows.columns(); i++) {
        cosine += filter[i * variances.length + j] * wanted[j][i + 1];
      }
      if (variance > 1e-20 * wanted[0][0]) {
        assertEquals(1, Math.abs(cosine), 1e-5, "component " + j);
      }
    }
  }
}
