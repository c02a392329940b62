package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last layer before the disk: what the operating system is really asked to do. */
class FileOutputTest {
  private static final int CHUNK = 1 << 20;
  private static final int CHUNKS = (int) (3 * FileOutput.PART / CHUNK);

  private final List<String> record = Collections.synchronizedList(new ArrayList<>());
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

  private void writeChunks(FileOutput out) throws IOException {
    for (int i = 0; i < CHUNKS; i++) {
      out.write(chunk.clear(), (long) i * CHUNK);
    }
  }

  @Test
  void partsAreForcedWhileTheRestIsWritten() throws IOException {
    try (FileOutput out = new FileOutput(new RecordingChannel("f", record))) {
      writeChunks(out);
      out.force();
    }
    assertTrue(record.indexOf("f force false") >= 0, "nothing was forced on the way");
    assertEquals(
        List.of("f force true", "f close"), record.subList(record.size() - 2, record.size()));
    assertEquals(1, Collections.frequency(record, "f force true"));
    assertEquals(CHUNKS, record.stream().filter(line -> line.startsWith("f write")).count());
  }

  @Test
  void littleIsForcedOnceAtTheEnd() throws IOException {
    try (FileOutput out = new FileOutput(new RecordingChannel("f", record))) {
      out.write(chunk.clear(), 0);
      out.force();
    }
    assertEquals(List.of("f write 0 " + CHUNK, "f force true", "f close"), List.copyOf(record));
  }

  @Test
  void aChannelThatTakesLessIsGivenTheRest() throws IOException {
    try (FileOutput out = new FileOutput(new RecordingChannel("f", record).writeInParts())) {
      out.write(ByteBuffer.allocate(8), 100);
    }
    assertEquals(
        List.of("f write 100 4", "f write 104 2", "f write 106 1", "f write 107 1", "f close"),
        List.copyOf(record));
  }

  /** The system reports an error once: whoever's call it meets, the file is not on the disk. */
  @Property(tries = 20)
  void anErrorOfAnyForceIsReported(@ForAll @IntRange(min = 1, max = 4) int failing) {
    record.clear();
    RecordingChannel channel = new RecordingChannel("f", record).failAtForce(failing);
    boolean isReported = false;
    try (FileOutput out = new FileOutput(channel)) {
      writeChunks(out);
      out.force();
    } catch (IOException e) {
      isReported = true;
      assertTrue(String.valueOf(e.getMessage()).contains("lost in f"), e.toString());
    }
    long forces = record.stream().filter(line -> line.startsWith("f force")).count();
    assertEquals(forces >= failing, isReported, record.toString());
    assertFalse(channel.isOpen());
  }

  @Test
  void anErrorOfTheLastForceInTheBackgroundIsReportedWhenItIsClosed() {
    RecordingChannel channel = new RecordingChannel("f", record).failAtForce(1);
    assertThrows(
        IOException.class,
        () -> {
          try (FileOutput out = new FileOutput(channel)) {
            writeChunks(out); // and it is not forced
          }
        });
    assertFalse(channel.isOpen());
  }

  /** An interrupt neither breaks off what is written nor gets lost. */
  @Test
  void anInterruptIsKept() throws IOException {
    try (FileOutput out = new FileOutput(new RecordingChannel("f", record))) {
      Thread.currentThread().interrupt();
      writeChunks(out);
      out.force();
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertTrue(record.contains("f force true"));
  }

  @Test
  void theRealDiskCreatesForcesMovesAndForcesTheDirectory() throws IOException {
    RecordingFiles files = new RecordingFiles();
    try (Disk.Output out = Disk.REAL.create(files.path("t"))) {
      out.write(ByteBuffer.allocate(3), 5);
      out.force();
      Disk.REAL.move(files.path("t"), files.path("f"));
    }
    Disk.REAL.forceDirectory(files.path("d"));
    Disk.REAL.deleteIfExists(files.path("t"));
    assertEquals(
        List.of(
            "open t [CREATE_NEW, WRITE]",
            "t lock",
            "t write 5 3",
            "t force true",
            "move t f [ATOMIC_MOVE]",
            "t close",
            "open d [READ]",
            "d force true",
            "d close",
            "delete t"),
        List.copyOf(files.record));
  }

  @Test
  void aNameThatIsTakenIsNotTaken(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "of somebody else");
    assertThrows(FileAlreadyExistsException.class, () -> FileOutput.create(file));
    assertEquals("of somebody else", Files.readString(file));
  }
}
