package jacquard.experiment;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of checkpoints, and of what. */
class SavedTest {
  @TempDir private Path directory = Path.of("");

  private final List<Saved> told = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  /** Counts. */
  static final class Ticks implements Stateful {
    private int count;

    @Override
    public void state(State s) {
      count = s.value("count", count);
    }

    void tick() {
      count++;
    }
  }

  private Experiment experiment() {
    Ticks ticks = new Ticks();
    Experiment experiment =
        new Experiment()
            .types(Ticks.class)
            .component("ticks", ticks)
            .program("main", repeat(10, call(ticks::tick)));
    experiment.start("main");
    return experiment;
  }

  private Path saves() {
    return directory.resolve("ck");
  }

  @Test
  void listenersAreToldOfWhatIsOnTheDisk() throws IOException {
    try (Autosave autosave = new Autosave(saves(), warnings::add).everySteps(5)) {
      autosave.whenSaved(told::add).whenSaved(told::add);
      autosave.run(experiment(), "main", Long.MAX_VALUE);
    }
    // The last is always written; those before it may have been replaced while they waited.
    assertTrue(told.size() >= 2 && told.size() % 2 == 0, told::toString);
    for (int i = 0; i < told.size(); i++) {
      Saved saved = told.get(i);
      assertEquals(told.get(i - i % 2), saved, "both listeners hear the same");
      assertEquals(Files.size(saved.file()), saved.bytes());
      assertEquals(new CheckpointDirectory(saves()).step(1, saved.steps()), saved.file());
      assertTrue(saved.copying().isPositive() && saved.writing().isPositive(), saved::toString);
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void aListenerThatFailsDisturbsNothing() {
    try (Autosave autosave = new Autosave(saves(), warnings::add)) {
      autosave.whenSaved(
          saved -> {
            throw new IllegalStateException("meant");
          });
      assertTrue(autosave.run(experiment(), "main", Long.MAX_VALUE));
    }
    assertEquals(List.of(), warnings);
    assertTrue(CheckpointDirectory.resume(saves(), Map.of(), Ticks.class).skipped().isEmpty());
  }

  @Test
  void theFlightRecorderIsTold() throws IOException {
    Path file = directory.resolve("run.jfr");
    try (Recording recording = new Recording();
        Autosave autosave = new Autosave(saves(), warnings::add).whenSaved(told::add)) {
      recording.enable("jacquard.Save").withoutThreshold();
      recording.start();
      autosave.run(experiment(), "main", Long.MAX_VALUE);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getName().equals("jacquard.Save"))
            .toList();
    assertEquals(
        told.stream().map(Saved::steps).toList(),
        events.stream().map(e -> e.getLong("step")).toList());
    assertEquals(
        told.stream().map(Saved::bytes).toList(),
        events.stream().map(e -> e.getLong("bytes")).toList());
  }
}
