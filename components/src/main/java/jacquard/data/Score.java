package jacquard.data;

import jacquard.vm.Stackable;
import java.util.List;

/**
 * A count of right answers, stacked by adding up. A row that a classifier gives no class, such as
 * one with NaN, is answered wrongly.
 *
 * @param correct from 0 to {@code total}
 * @param total at least 1
 */
public record Score(int correct, int total) implements Stackable {
  /** Checks the ranges. */
  public Score {
    if (total < 1 || correct < 0 || correct > total) {
      throw new IllegalArgumentException(correct + " of " + total + " is no score");
    }
  }

  /** The share of right answers, from 0 to 1. */
  public double accuracy() {
    return (double) correct / total;
  }

  @Override
  public Score stack(List<?> scores) {
    int allCorrect = 0;
    int all = 0;
    for (Object each : scores) {
      Score score = (Score) each;
      allCorrect = Math.addExact(allCorrect, score.correct);
      all = Math.addExact(all, score.total);
    }
    return new Score(allCorrect, all);
  }

  @Override
  public String toString() {
    return correct + "/" + total;
  }
}
