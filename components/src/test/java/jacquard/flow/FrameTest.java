package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Messages between processes. */
class FrameTest {
  private static byte[] written(Frame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static Frame read(byte[] bytes) throws IOException {
    return Frame.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Property(tries = 100)
  void whatIsReadIsWhatWasWritten(
      @ForAll Frame.Kind kind, @ForAll long number, @ForAll byte[] bytes) throws IOException {
    Frame read = read(written(new Frame(kind, number, bytes)));
    assertEquals(kind, read.kind());
    assertEquals(number, read.number());
    assertArrayEquals(bytes, read.bytes());
  }

  @Property(tries = 200)
  void aDamagedHeaderIsRefused(
      @ForAll long number, @ForAll @IntRange(max = 20) int at, @ForAll byte value)
      throws IOException {
    byte[] bytes = written(new Frame(Frame.Kind.DATUM, number, new byte[10]));
    if (bytes[at] != value) {
      bytes[at] = value;
      assertThrows(IOException.class, () -> read(bytes));
    }
  }

  @Property(tries = 50)
  void whatIsCutOffIsRefused(@ForAll @IntRange(max = 30) int length) throws IOException {
    byte[] bytes = written(new Frame(Frame.Kind.RESULT, 1, new byte[10]));
    assertThrows(IOException.class, () -> read(Arrays.copyOf(bytes, length)));
  }
}
