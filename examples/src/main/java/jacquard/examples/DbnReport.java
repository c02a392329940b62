package jacquard.examples;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Score;
import jacquard.learn.Dbn;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.List;

/** The course of a {@link Dbn}'s training, a line an epoch. */
@Atomic
final class DbnReport implements Stateful {
  private Dbn dbn;
  private List<Double> errors = new ArrayList<>();
  private List<Score> scores = new ArrayList<>();

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private DbnReport() {}

  DbnReport(Dbn dbn) {
    this.dbn = dbn;
  }

  @Override
  public void state(State s) {
    dbn = s.value("dbn", dbn);
    errors = s.value("errors", errors);
    scores = s.value("scores", scores);
  }

  /** Keeps the reconstruction error of the layer in training, at the end of an epoch. */
  void pretrained() {
    errors.add(dbn.reconstructionError(dbn.layer()));
  }

  /** Keeps the score on the test images, after an epoch of fine-tuning. */
  void tested(Score score) {
    scores.add(score);
  }

  /** The layer in training, from 1. */
  int layer() {
    return dbn.layer() + 1;
  }

  /** The errors of the epochs of all layers. */
  List<Double> errors() {
    return errors;
  }

  List<Score> scores() {
    return scores;
  }
}
