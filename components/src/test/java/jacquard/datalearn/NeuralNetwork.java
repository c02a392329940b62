package jacquard.datalearn;

import jacquard.expression.Value;
import jacquard.kernels.Kernels;

/** The network whose outputs the whole idea was explained with, a softmax over one affine layer. */
final class NeuralNetwork extends Learner {
  final Output prediction =
      output(
          "prediction", s -> s.input().dot(parameter("weights")).plus(parameter("bias")).softmax());
  final Output nll = output("nll", s -> prediction.of(s).pick(s.target()).log().negate());
  final Output penalizedNll =
      output(
          "penalizedNll",
          s -> nll.of(s).plus(parameter("weights").square().sum().times(parameter("penalty"))));
  final Output classError =
      output("classError", s -> prediction.of(s).argmax().notEqualTo(s.target()));
  final Output cost = output("cost", s -> penalizedNll.of(s).beside(nll.of(s), classError.of(s)));

  NeuralNetwork(Kernels kernels, int inputs, int classes) {
    super(kernels);
    parameter("weights", Value.of(inputs, classes, new float[inputs * classes]));
    bias("bias", Value.of(1, classes, new float[classes]));
    setting("penalty", 0.01f);
  }

  /** To be loaded. */
  private NeuralNetwork() {}
}
