package jacquard.expression;

import jacquard.kernels.Kernels;
import jacquard.kernels.LayerUpdate;
import jacquard.kernels.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The steps of several layers, all of them or none where they have the same rates. */
final class LayerSteps implements Step.Action {
  private final Kernels kernels;
  private final List<LayerStep> layers;

  LayerSteps(Kernels kernels, List<LayerStep> layers) {
    this.kernels = kernels;
    this.layers = List.copyOf(layers);
  }

  /** Takes the inputs and the gradient of each layer, one after the other. */
  @Override
  public void run(Cell[] cells, int[] arguments, int[] results) {
    Rates common = common();
    List<LayerUpdate> updates = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Cell inputs = cells[arguments[2 * i]];
      Cell delta = cells[arguments[2 * i + 1]];
      if (common == null) {
        layers.get(i).run(inputs, delta);
      } else {
        updates.add(layers.get(i).whole(inputs, delta));
      }
    }
    if (common != null) {
      kernels.layerUpdates(updates, common);
      layers.forEach(LayerStep::changed);
    }
  }

  private @Nullable Rates common() {
    Rates common = layers.getFirst().rates();
    boolean isCommon = layers.stream().allMatch(each -> Objects.equals(common, each.rates()));
    return isCommon ? common : null;
  }
}
