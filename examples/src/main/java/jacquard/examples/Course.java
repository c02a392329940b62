package jacquard.examples;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Score;
import jacquard.vm.Atomic;
import java.util.Locale;

/** The course of a training, an error an epoch. */
@Atomic
final class Course implements Stateful {
  private int epochs;

  @Override
  public void state(State s) {
    epochs = s.value("epochs", epochs);
  }

  /** The share of wrong answers after one more epoch. */
  double error(Score score) {
    double wrong = 1 - score.accuracy();
    epochs++;
    return wrong;
  }

  String words(double error) {
    return String.format(Locale.ROOT, "epoch %d: validation error %.4f", epochs, error);
  }
}
