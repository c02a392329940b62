package jacquard.learn;

import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;
import jacquard.kernels.Rates;

/**
 * A component trained by gradient steps of settable size, which can be validated between them and
 * trained again from its beginning.
 */
public interface GradientLearner extends Stateful {
  /** The rates of the next update. */
  Rates rates();

  /** Sets the rates of the updates from now on; what was learned and its velocities stay. */
  void setRates(Rates rates);

  /**
   * Sets the learning rate of the updates from now on, such as a schedule gives it: {@code
   * Plugin.of("set_rate", call(mlp::setRate))}.
   *
   * @param rate finite and not negative; with 0 only momentum goes on
   * @throws IllegalArgumentException if it is another number, or positive and too small for a float
   */
  void setRate(double rate);

  /** The mean loss of a row of any data, without training on it: a validation loss. */
  double loss(Examples examples);

  /** Forgets all training: the same bits as a new one of the same settings and seed. */
  void clear();
}
