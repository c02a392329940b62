package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import java.time.Duration;

/**
 * A copy of a run's state.
 *
 * @param steps how many steps the run had completed
 * @param copying how long the run stood still for it
 */
record StateCopy(Checkpoint checkpoint, long steps, Duration copying) {}
