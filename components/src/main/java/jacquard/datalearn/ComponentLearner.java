package jacquard.datalearn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.expression.Expr;
import jacquard.expression.Shared;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.LayerParameters;
import jacquard.learn.Mlp;
import jacquard.learn.Pca;
import jacquard.learn.Rbm;
import jacquard.learn.Softmax;

/**
 * A component as a learner: what it computes as outputs, from its own parameters as they are now.
 *
 * <p>The component trains itself; nothing is compiled again when it does. A {@link Softmax} or
 * {@link Mlp} has the outputs {@code prediction}, {@code nll} and {@code classError}, a {@link Pca}
 * {@code projection}, an {@link Rbm} {@code hidden}: to the bits of the component's own methods.
 */
public final class ComponentLearner extends Learner {
  private Stateful component;

  private ComponentLearner(Kernels kernels, Stateful component) {
    super(kernels);
    this.component = component;
    build();
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private ComponentLearner() {}

  /** The learner of a classifier. */
  public static ComponentLearner of(Softmax softmax) {
    return new ComponentLearner(softmax.kernels(), softmax);
  }

  /** The learner of a network. */
  public static ComponentLearner of(Mlp mlp) {
    return new ComponentLearner(mlp.kernels(), mlp);
  }

  /** The learner of an analysis that has seen data; of other data of that width, too. */
  public static ComponentLearner of(Pca pca) {
    return new ComponentLearner(pca.kernels(), pca);
  }

  /** The learner of a machine's hidden units. */
  public static ComponentLearner of(Rbm rbm) {
    return new ComponentLearner(rbm.kernels(), rbm);
  }

  @Override
  public void state(State s) {
    super.state(s);
    component = s.value("component", component);
    if (s.isLoading()) {
      build();
    }
  }

  private void build() {
    switch (component) {
      case Softmax softmax -> {
        layer(0, softmax::parameters);
        classifier(1, Activation.LINEAR);
      }
      case Mlp mlp -> {
        for (int i = 0; i < layers(mlp); i++) {
          int layer = i;
          layer(i, () -> mlp.parameters(layer));
        }
        classifier(layers(mlp), mlp.settings().hidden());
      }
      case Pca pca -> {
        view(Shared.view("mean", kernels(), pca::mean));
        view(Shared.view("filter", kernels(), pca::filter));
        view(Shared.view("offset", kernels(), pca::offset));
        output(
            "projection",
            s ->
                s.input()
                    .minus(parameter("mean"))
                    .dot(parameter("filter"))
                    .plus(parameter("offset")));
      }
      case Rbm rbm -> {
        view(Shared.view("weights", kernels(), () -> rbm.parameters().weights()));
        view(Shared.view("hiddenBias", kernels(), () -> rbm.parameters().hiddenBias()));
        output("hidden", s -> affine(s.input(), "weights", "hiddenBias").sigmoid());
      }
      default -> throw new IllegalStateException("no learner is made of " + component.getClass());
    }
  }

  private static int layers(Mlp mlp) {
    return mlp.settings().sizes().size() - 1;
  }

  private void layer(int i, java.util.function.Supplier<LayerParameters> parameters) {
    view(Shared.view("weights" + i, kernels(), () -> parameters.get().weights()));
    view(Shared.view("bias" + i, kernels(), () -> parameters.get().bias()));
  }

  private Expr affine(Expr x, String weights, String bias) {
    return x.dot(parameter(weights)).plus(parameter(bias));
  }

  private void classifier(int layers, Activation hidden) {
    Output prediction = output("prediction", s -> logits(s.input(), layers, hidden).softmax());
    output("nll", s -> prediction.of(s).pick(s.target()).log().negate());
    output("classError", s -> prediction.of(s).argmax().notEqualTo(s.target()));
  }

  private Expr logits(Expr input, int layers, Activation hidden) {
    Expr x = input;
    for (int i = 0; i < layers; i++) {
      x = affine(x, "weights" + i, "bias" + i);
      if (i < layers - 1) {
        x = hidden == Activation.RELU ? x.relu() : x.sigmoid();
      }
    }
    return x;
  }
}
