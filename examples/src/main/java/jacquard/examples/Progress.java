package jacquard.examples;

import jacquard.program.Position;
import jacquard.report.TerminalBar;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.Vm;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A progress bar of a run, on a terminal only, with the words for where it stands. */
final class Progress implements Observer, AutoCloseable {
  private static final int WHOLE = 10_000;
  private static final long PERIOD = 100_000_000;

  private final Vm run;
  private final @Nullable ProgressBar bar;
  private long shown = System.nanoTime();

  private Progress(Vm run, @Nullable ProgressBar bar) {
    this.run = run;
    this.bar = bar;
  }

  /** Shows the progress of a run, unless it is to be quiet or nobody watches. */
  static Progress of(Vm run, boolean quiet) {
    ProgressBar bar = quiet ? null : TerminalBar.open("run", WHOLE);
    if (bar == null) {
      return new Progress(run, null);
    }
    Progress progress = new Progress(run, bar);
    run.observe(progress);
    return progress;
  }

  @Override
  public boolean everyStep() {
    return false;
  }

  @Override
  public void onStep(long step, Jump jump) {
    long now = System.nanoTime();
    if (bar != null && now - shown > PERIOD) {
      shown = now;
      Position position = Position.of(run);
      bar.stepTo((long) (position.done() * WHOLE));
      bar.setExtraMessage(position.words());
    }
  }

  @Override
  public void close() {
    run.unobserve(this);
    if (bar != null) {
      bar.close();
    }
  }
}
