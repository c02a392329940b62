package jacquard.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyTest {
  @Provide
  Arbitrary<NpyArray> arrays() {
    return NpyArrays.any();
  }

  private static byte[] written(NpyArray array) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Npy.write(out, array);
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static NpyArray read(byte[] bytes) {
    try {
      return Npy.read("t.npy", new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 300)
  void whatIsWrittenIsRead(@ForAll("arrays") NpyArray array) {
    byte[] bytes = written(array);
    assertEquals(array, read(bytes));
    assertArrayEquals(bytes, written(read(bytes)));
  }

  @Property(tries = 100)
  void anyEndThatIsMissingIsSaid(@ForAll("arrays") NpyArray array, @ForAll int cut) {
    byte[] bytes = written(array);
    byte[] part = Arrays.copyOf(bytes, Math.floorMod(cut, bytes.length));
    assertRefused("t.npy", part);
    assertRefused("t.npy", Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Property(tries = 1000)
  void aDamagedFileIsReadOrRefusedByName(
      @ForAll("arrays") NpyArray array, @ForAll int where, @ForAll byte with) {
    byte[] bytes = written(array);
    bytes[Math.floorMod(where, Math.min(bytes.length, 128))] ^= with;
    try {
      // A digit for another may make a shape of as many elements, nothing else may pass.
      assertEquals(array.size(), read(bytes).size());
    } catch (IllegalArgumentException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith("t.npy"), refused::toString);
    }
  }

  private static void assertRefused(String start, byte[] bytes) {
    Exception error = assertThrows(IllegalArgumentException.class, () -> read(bytes));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.startsWith(start), message);
  }

  /** A file with a header of one's own. */
  private static byte[] file(int version, String dict, byte[] content) {
    byte[] text = dict.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + content.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'});
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text).put(content);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static byte[] dict(String descr, String fortran, String shape, byte... content) {
    return file(
        1,
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n",
            descr,
            fortran,
            shape),
        content);
  }

  @Test
  void theOtherVersionsAndOrdersAreRead() {
    String header = "{'shape': (2, 3), 'fortran_order': True, 'descr': '|u1'}";
    for (int version = 1; version <= 3; version++) {
      NpyArray array = read(file(version, header, new byte[] {0, 1, 2, 3, 4, 5}));
      assertEquals(NpyArray.matrix(2, 3, new byte[] {0, 2, 4, 1, 3, 5}), array);
    }
    assertEquals(
        NpyArray.vector(new int[] {258}),
        read(dict(">i4", "False", "(1,)", new byte[] {0, 0, 1, 2})));
    assertEquals(
        NpyArray.of(new long[] {-1}),
        read(dict("<i8", "False", "()", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1})));
  }

  @Test
  void whatIsNotReadIsNamed() {
    assertRefused("t.npy, byte 0: no .npy file", "hello, hello".getBytes(StandardCharsets.UTF_8));
    assertRefused("t.npy, byte 6: version 9", file(9, "", new byte[0]));
    assertRefused("t.npy: elements of type '<c8'", dict("<c8", "False", "(0,)"));
    assertRefused("t.npy: elements of type '|O'", dict("|O", "False", "(0,)"));
    assertRefused(
        "t.npy: an array of records",
        file(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", new byte[4]));
    assertRefused("t.npy: the header is damaged", dict("<f4", "Maybe", "(0,)"));
    assertRefused("t.npy: the header is damaged", dict("<f4", "False", "(-1,)"));
    assertRefused("t.npy: ends within the header", new byte[] {(byte) 0x93, 'N', 'U'});
  }

  @Test
  void memoryIsNotTakenBeforeTheFileHasTheElements() {
    assertRefused(
        "t.npy: float32[1000000000] needs 4000000000 bytes after a header",
        dict("<f4", "False", "(1000000000,)"));
    assertRefused("t.npy: claims the shape", dict("<f4", "False", "(4294967296, 4294967296)"));
    assertRefused("t.npy: claims the shape", dict("<f4", "False", "(0, 99999999999999999999)"));
    byte[] long2 = file(2, "", new byte[4]);
    long2[11] = 0x7F;
    assertRefused("t.npy, byte 8: claims a header of 2130706432 bytes", long2);
  }

  @Test
  void rowsWrittenOneAfterAnotherAreAMatrix(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("rows.npy");
    try (NpyWriter writer = NpyWriter.floats(file, 3)) {
      for (int i = 0; i < 30_000; i++) {
        writer.writeFloats(i, i + 1, i + 2);
      }
      writer.writeFloats(new float[6]);
      assertThrows(IllegalArgumentException.class, () -> writer.writeFloats(1, 2));
      assertThrows(IllegalArgumentException.class, () -> writer.writeInts(1, 2, 3));
      writer.finish();
    }
    NpyArray array = Npy.read(file);
    assertEquals(List.of(30_002, 3), array.shape());
    assertEquals(29_999 + 2, array.floats()[29_999 * 3 + 2]);
    Path labels = directory.resolve("labels.npy");
    try (NpyWriter writer = NpyWriter.ints(labels)) {
      writer.writeInts(5, -6);
      writer.finish();
    }
    assertEquals(NpyArray.vector(new int[] {5, -6}), Npy.read(labels));
    assertEquals(Files.size(labels), 128 + 8);
  }

  @Property(tries = 50)
  void archivesAreReadAsWritten(@ForAll("arrays") NpyArray a, @ForAll("arrays") NpyArray b)
      throws IOException {
    Map<String, NpyArray> arrays = new TreeMap<>(Map.of("x.weights", a, "y/b", b));
    Path file = Files.createTempFile("a", ".npz");
    try {
      Npz.write(file, arrays);
      assertEquals(arrays, Npz.read(file));
      byte[] bytes = Files.readAllBytes(file);
      Npz.write(file, arrays);
      assertArrayEquals(bytes, Files.readAllBytes(file));
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 500)
  void aDamagedArchiveIsRefusedByName(
      @ForAll("arrays") NpyArray a, @ForAll int where, @ForAll byte with, @ForAll boolean cut)
      throws IOException {
    Path file = Files.createTempFile("a", ".npz");
    try {
      Npz.write(file, Map.of("a", a));
      byte[] bytes = Files.readAllBytes(file);
      int at = Math.floorMod(where, bytes.length);
      bytes[at] ^= with;
      Files.write(file, cut ? Arrays.copyOf(bytes, at) : bytes);
      // Names and times of a zip have no checksum, the arrays have.
      for (NpyArray read : Npz.read(file).values()) {
        assertEquals(a, read);
      }
    } catch (IllegalArgumentException refused) {
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.startsWith(file.toString()), message);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aMissingFileIsNamed() {
    Path none = Path.of("none.npy");
    assertEquals(
        "there is no file none.npy",
        assertThrows(IllegalArgumentException.class, () -> Npy.read(none)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Npz.read(none));
  }
}
