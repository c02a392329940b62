package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder is told of every job that a pool of workers does. */
class JobEventTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void everyJobIsAnEventThatNamesIt() throws IOException {
    Path file = directory.resolve("jobs.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jacquard.Job").withoutThreshold();
      recording.start();
      try (Workers workers = Workers.threads(2, Tasks.TYPES)) {
        assertEquals(List.of(4, 9, 16), workers.run(new Tasks.Square("", false), List.of(2, 3, 4)));
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> jobs =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getName().equals("jacquard.Job"))
            .toList();
    assertEquals(3, jobs.size());
    for (RecordedEvent job : jobs) {
      assertTrue(job.getString("job").startsWith("job "), job::toString);
    }
  }
}
