package jacquard.experiment;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The part of a run's time that copies which are due by steps may take. */
final class CopyShare {
  /** One part in so many. */
  static final int PARTS = 200;

  /** What they may take besides, so that short runs are saved often too. */
  private static final long ALLOWANCE = Duration.ofMillis(20).toNanos();

  private final LongSupplier nanos;
  private final long begin;
  private long spent;

  /** The share of a run that begins now, by a clock that only counts nanoseconds. */
  CopyShare(LongSupplier nanos) {
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
  }

  /** Whether another copy may be taken. */
  boolean isLeft() {
    return spent <= ALLOWANCE + (nanos.getAsLong() - begin) / PARTS;
  }

  /** A copy has taken some time. */
  void spend(Duration time) {
    spent += time.toNanos();
  }
}
