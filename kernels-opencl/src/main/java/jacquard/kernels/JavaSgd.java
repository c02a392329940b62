package jacquard.kernels;

/** The descent step on one matrix of parameters and its velocity. */
final class JavaSgd {
  private final float[] parameters;
  private final Matrix shape;
  private final float[] velocity;
  private final Matrix velocityShape;

  JavaSgd(float[] parameters, Matrix shape, float[] velocity, Matrix velocityShape) {
    this.parameters = parameters;
    this.shape = shape;
    this.velocity = velocity;
    this.velocityShape = velocityShape;
  }

  void updateRow(int row, float[] gradient, Rates rates) {
    int p = shape.offset() + row * shape.ld();
    int v = velocityShape.offset() + row * velocityShape.ld();
    float rate = rates.rate();
    float momentum = rates.momentum();
    float decay = rates.decay();
    for (int j = 0; j < gradient.length; j++) {
      float g = Fma.of(decay, parameters[p + j], gradient[j]);
      float step = Fma.of(momentum, velocity[v + j], -(rate * g));
      velocity[v + j] = step;
      parameters[p + j] += step;
    }
  }
}
