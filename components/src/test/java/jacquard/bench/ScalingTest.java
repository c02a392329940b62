package jacquard.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The model of {@code SCALING.md} beside the simulation it was checked with. */
class ScalingTest {
  /** Equal jobs: no further apart than a job's time and the master's share of a round. */
  @Property(tries = 500)
  void modelAndSimulationOfEqualJobsAgree(
      @ForAll @IntRange(min = 1, max = 400) int jobs,
      @ForAll @IntRange(min = 1, max = 60) int workers,
      @ForAll @DoubleRange(min = 0.1, max = 100) double work,
      @ForAll @DoubleRange(min = 0, max = 2) double own,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    Scaling cost = new Scaling(own, own * share);
    double model = cost.time(jobs, work, workers);
    double simulated = ScalingSimulation.time(cost, jobs, work, 0, workers, 1);
    assertTrue(simulated >= model * (1 - 1e-9), simulated + " < " + model);
    double round = work + own + workers * cost.master();
    double rounds = Math.ceil((double) jobs / workers);
    assertTrue(
        simulated <= model + round + rounds * workers * cost.master(), simulated + " > " + model);
  }

  @Property(tries = 100)
  void jobsOfDifferentLengthsOnlyTakeLonger(
      @ForAll @IntRange(min = 1, max = 30) int workers, @ForAll long seed) {
    Scaling cost = new Scaling(0.2, 0.05);
    double different = ScalingSimulation.time(cost, 2000, 5, 0.5, workers, seed);
    assertTrue(different >= 0.9 * ScalingSimulation.time(cost, 2000, 5, 0, workers, seed));
  }

  @Property(tries = 1)
  void aWorkerAlone() {
    assertEquals(10 * 6.0, ScalingSimulation.time(new Scaling(1, 0.5), 10, 5, 0, 1, 1), 1e-9);
  }
}
