package jacquard.kernels;

/**
 * One phase of contrastive divergence: what the units of both layers were, a case a row.
 *
 * @param visible B x V
 * @param hidden B x H
 */
public record Phase(Matrix visible, Matrix hidden) {
  /** Checks that both layers saw the same number of cases. */
  public Phase {
    Shapes.sameRows("visible", visible, "hidden", hidden);
  }
}
