package jacquard.bench;

import jacquard.datalearn.Learner;
import jacquard.datalearn.Output;
import jacquard.expression.Expr;
import jacquard.expression.Value;
import jacquard.kernels.Kernels;
import java.util.List;
import java.util.Random;

/** Layers of rectifiers under a softmax, as expressions. */
final class Perceptron extends Learner {
  final Output nll;

  Perceptron(Kernels kernels, List<Integer> sizes) {
    super(kernels);
    int layers = sizes.size() - 1;
    Random random = new Random(1);
    for (int i = 0; i < layers; i++) {
      float[] weights = new float[sizes.get(i) * sizes.get(i + 1)];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = (float) (random.nextGaussian() * Math.sqrt(2.0 / sizes.get(i)));
      }
      parameter("weights" + i, Value.of(sizes.get(i), sizes.get(i + 1), weights));
      bias("bias" + i, Value.of(1, sizes.get(i + 1), new float[sizes.get(i + 1)]));
    }
    nll =
        output(
            "nll",
            s -> {
              Expr x = s.input();
              for (int i = 0; i < layers; i++) {
                x = x.dot(parameter("weights" + i)).plus(parameter("bias" + i));
                x = i < layers - 1 ? x.relu() : x;
              }
              return x.softmax().pick(s.target()).log().negate();
            });
  }
}
