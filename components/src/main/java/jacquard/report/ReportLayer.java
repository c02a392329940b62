package jacquard.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A layer as a checkpoint holds it: what it makes of rows without any chance, and the way back. */
sealed interface ReportLayer {
  /** The values in a row that it takes. */
  int inputs();

  /** The values in a row that it gives. */
  int outputs();

  Grid up(Grid rows);

  Grid down(Grid rows);

  /** What each output adds to the inputs, outputs x inputs. */
  Grid directions();

  /** The layer whose fields these are, or null if they are none's. */
  static @Nullable ReportLayer of(Map<?, ?> fields) {
    if (fields.get("mean") instanceof float[] mean
        && fields.get("filter") instanceof float[] filter
        && fields.get("inverse") instanceof float[] inverse
        && mean.length > 0
        && inverse.length % mean.length == 0
        && filter.length == inverse.length) {
      int k = inverse.length / mean.length;
      return new Pca(
          Grid.row(mean), new Grid(filter, mean.length, k), new Grid(inverse, k, mean.length));
    }
    if (fields.get("weights") instanceof float[] weights
        && fields.get("visibleBias") instanceof float[] visible
        && fields.get("hiddenBias") instanceof float[] hidden
        && weights.length == visible.length * hidden.length) {
      boolean isGaussian =
          fields.get("settings") instanceof Map<?, ?> settings
              && "GAUSSIAN".equals(settings.get("kind"));
      return new Rbm(
          new Grid(weights, visible.length, hidden.length),
          Grid.row(visible),
          Grid.row(hidden),
          isGaussian);
    }
    return null;
  }

  /** A principal component analysis. */
  record Pca(Grid mean, Grid filter, Grid inverse) implements ReportLayer {
    @Override
    public int inputs() {
      return mean.columns;
    }

    @Override
    public int outputs() {
      return filter.columns;
    }

    @Override
    public Grid up(Grid rows) {
      return rows.plus(-1, mean).times(filter);
    }

    @Override
    public Grid down(Grid rows) {
      return rows.times(inverse).plus(1, mean);
    }

    @Override
    public Grid directions() {
      return inverse;
    }
  }

  /** An RBM, its units by their probabilities. */
  record Rbm(Grid weights, Grid visibleBias, Grid hiddenBias, boolean isGaussian)
      implements ReportLayer {
    @Override
    public int inputs() {
      return weights.rows;
    }

    @Override
    public int outputs() {
      return weights.columns;
    }

    @Override
    public Grid up(Grid rows) {
      return rows.times(weights).plus(1, hiddenBias).sigmoid();
    }

    @Override
    public Grid down(Grid rows) {
      Grid sums = rows.times(directions()).plus(1, visibleBias);
      return isGaussian ? sums : sums.sigmoid();
    }

    @Override
    public Grid directions() {
      return weights.turned();
    }
  }
}
