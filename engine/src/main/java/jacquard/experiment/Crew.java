package jacquard.experiment;

import java.util.List;

/** Those who take steps of parallel threads, beside one another: on threads or machines. */
@FunctionalInterface
public interface Crew {
  /**
   * The threads after their steps: {@link jacquard.checkpoint.ThreadCarrier#takeSteps} of each.
   *
   * @param threads to be read by that method only
   * @return in the same order
   */
  List<byte[]> takeSteps(List<byte[]> threads);
}
