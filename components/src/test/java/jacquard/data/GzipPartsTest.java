package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Packed files of several parts: all of them, or an error by name. */
final class GzipPartsTest {
  /** Packed parts and where each ends. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Packed(byte[] bytes, byte[] content, List<Integer> ends) {}

  private static Packed packed(int parts, long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    List<Integer> ends = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      byte[] content = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(200_000)];
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) ('0' + random.nextInt(4));
      }
      try (OutputStream out = new GZIPOutputStream(all)) {
        out.write(content);
      }
      contents.writeBytes(content);
      ends.add(all.size());
    }
    return new Packed(all.toByteArray(), contents.toByteArray(), ends);
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    try (InputStream in = Unpacked.of("x.gz", new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw Damage.of("x.gz", e);
    }
  }

  @Property(tries = 40)
  void allPartsAreReadAndZerosMayFollow(
      @ForAll @IntRange(min = 1, max = 4) int parts,
      @ForAll @IntRange(max = 20) int zeros,
      @ForAll long seed)
      throws IOException {
    Packed packed = packed(parts, seed);
    byte[] padded = Arrays.copyOf(packed.bytes, packed.bytes.length + zeros);
    assertArrayEquals(packed.content, unpacked(padded));
    padded = Arrays.copyOf(padded, padded.length + 1);
    padded[padded.length - 1] = 'x';
    assertRefused(padded, "part " + (parts + 1));
  }

  @Property(tries = 60)
  void whatIsCutIsRefused(
      @ForAll @IntRange(min = 1, max = 3) int parts, @ForAll long seed, @ForAll int where)
      throws IOException {
    Packed packed = packed(parts, seed);
    int near = packed.ends.get(Math.floorMod(where, parts)) + Math.floorMod(where / 7, 24) - 12;
    int cut = Math.clamp(near, 1, packed.bytes.length - 1);
    byte[] bytes = Arrays.copyOf(packed.bytes, cut);
    if (!packed.ends.contains(cut)) {
      assertRefused(bytes, "x.gz is ");
    }
  }

  /** Of a header, the time and system are nobody's business; all else is checked. */
  @Property(tries = 150)
  void aWrongBitIsRefusedOrChangesNothing(
      @ForAll @IntRange(min = 1, max = 3) int parts, @ForAll long seed, @ForAll int where)
      throws IOException {
    Packed packed = packed(parts, seed);
    int part = Math.floorMod(where, parts);
    int from = part == 0 ? 0 : packed.ends.get(part - 1);
    int at = from + Math.floorMod(where / 11, packed.ends.get(part) - from);
    byte[] bytes = packed.bytes.clone();
    bytes[at] ^= (byte) (1 << Math.floorMod(where / 3, 8));
    byte[] read;
    try {
      read = unpacked(bytes);
    } catch (IllegalArgumentException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith("x.gz is "), refused::toString);
      return;
    }
    assertArrayEquals(packed.content, read);
  }

  private static void assertRefused(byte[] bytes, String says) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> unpacked(bytes)).getMessage());
    assertTrue(message.startsWith("x.gz is ") && message.contains(says), message);
  }

  @Test
  void otherFilesAreSaidToBeWhatTheyAre() {
    assertOther("425a6839314159265359", "packed with bzip2: unpack it first (bunzip2)");
    assertOther("504b030414", "a zip archive (or a workbook): unpack it first, or save it as CSV");
    assertOther("fd377a585a0000", "packed with xz: unpack it first (unxz)");
    assertOther("28b52ffd24", "packed with zstd: unpack it first (unzstd)");
    assertOther(
        HexFormat.of().formatHex("\n<!DOCTYPE html>\n<html>".getBytes(StandardCharsets.US_ASCII)),
        "a web page, not data: the address it came from shows one; get the file");
    assertOther(
        "",
        "not packed with gzip, it starts with nothing: if it was unpacked on the way, as browsers"
            + " do, name it without .gz; else get it again");
    assertOther(
        HexFormat.of().formatHex("1,2,0\n".getBytes(StandardCharsets.US_ASCII)),
        "not packed with gzip, it starts with \"1,2,0\\n\": if it was unpacked on the way, as"
            + " browsers do, name it without .gz; else get it again");
  }

  private static void assertOther(String start, String says) {
    byte[] bytes = HexFormat.of().parseHex(start);
    assertEquals(
        "x.gz is " + says,
        assertThrows(IllegalArgumentException.class, () -> unpacked(bytes)).getMessage());
  }
}
