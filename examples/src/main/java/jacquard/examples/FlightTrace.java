package jacquard.examples;

import jacquard.kernels.RecordedKernels;
import jacquard.vm.FlightEvents;
import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;

/** A flight recording of the steps, calls and kernels of this process, for JDK Mission Control. */
final class FlightTrace implements AutoCloseable {
  private final Recording recording;

  private FlightTrace(Recording recording) {
    this.recording = recording;
  }

  /** Records from now on into a file. */
  static FlightTrace of(Path file) throws IOException {
    Recording recording = new Recording();
    recording.setDestination(file);
    recording.enable(FlightEvents.STEP);
    recording.enable(FlightEvents.CALL).withoutThreshold();
    recording.enable(RecordedKernels.EVENT).withoutThreshold();
    recording.start();
    return new FlightTrace(recording);
  }

  @Override
  public void close() {
    recording.close();
  }
}
