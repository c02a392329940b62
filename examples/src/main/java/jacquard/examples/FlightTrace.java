package jacquard.examples;

import jacquard.vm.FlightEvents;
import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;

/** A flight recording of the steps and calls of this process, for JDK Mission Control. */
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
    recording.start();
    return new FlightTrace(recording);
  }

  @Override
  public void close() {
    recording.close();
  }
}
